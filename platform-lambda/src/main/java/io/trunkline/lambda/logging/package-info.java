/**
 * How the functions' log lines are written. That no token and no payload gets into one is the business of whoever logs:
 * none is ever an argument of a log call.
 */
@NullMarked
package io.trunkline.lambda.logging;

import org.jspecify.annotations.NullMarked;
