/** The adapter of API Gateway's @connections; the only package that uses that SDK. */
@NullMarked
package io.trunkline.core.apigw;

import org.jspecify.annotations.NullMarked;
