/** Every DynamoDB adapter; the only package that uses that SDK. */
@NullMarked
package io.trunkline.core.dynamo;

import org.jspecify.annotations.NullMarked;
