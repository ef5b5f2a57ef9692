/**
 * JVMs that run as children of this one and never outlive it, and DynamoDB Local as one of them. JDK only, since tests
 * of every module use it; what runs inside a child is on the child's own class path.
 */
@NullMarked
package io.trunkline.child;

import org.jspecify.annotations.NullMarked;
