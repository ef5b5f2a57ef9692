/** Where secrets are: the environment and Secrets Manager. The only package that uses the latter's SDK. */
@NullMarked
package io.trunkline.core.secrets;

import org.jspecify.annotations.NullMarked;
