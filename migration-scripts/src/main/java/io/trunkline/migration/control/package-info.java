/**
 * The control planes that a migration reads and changes: APIs, functions, stacks. Ports, and their adapters for AWS.
 *
 * <p>When they are called is decided in {@code step}.
 */
@NullMarked
package io.trunkline.migration.control;

import org.jspecify.annotations.NullMarked;
