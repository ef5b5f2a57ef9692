/**
 * Lambda on one machine: the Runtime API, and function environments that run the built zip through the managed
 * runtime's own client as child processes. What calls a function sees an {@link io.trunkline.local.route.Invoker}.
 */
@NullMarked
package io.trunkline.local.runtime;

import org.jspecify.annotations.NullMarked;
