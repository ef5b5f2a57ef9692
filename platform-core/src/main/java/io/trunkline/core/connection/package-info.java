/**
 * One live socket: its id, the endpoint that holds it, who it is, and the port that stores it. What it has joined is in
 * {@code subscription}.
 */
@NullMarked
package io.trunkline.core.connection;

import org.jspecify.annotations.NullMarked;
