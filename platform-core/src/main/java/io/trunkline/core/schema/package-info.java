/** The names of tables and attributes, known to the adapters here and to infra-cdk. No SDK. */
@NullMarked
package io.trunkline.core.schema;

import org.jspecify.annotations.NullMarked;
