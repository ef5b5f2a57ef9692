/**
 * What is told to whoever watches from outside: connections that open and close, events that are published. The port
 * and its values live here; how they are sent does not, and nothing here ever holds an event's data or a token.
 */
@NullMarked
package io.trunkline.core.hook;

import org.jspecify.annotations.NullMarked;
