/**
 * The functions: an event in, a call to the core, a response out. Each entry class is what Lambda is told to run; what
 * it does is in the handler beside it. No rule lives here.
 */
@NullMarked
package io.trunkline.lambda.handler;

import org.jspecify.annotations.NullMarked;
