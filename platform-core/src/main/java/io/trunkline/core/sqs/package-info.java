/**
 * The queue of left-over fan-out work on SQS, and what an operator does with its dead letters. Alone uses that SDK;
 * what a message means is in {@code delivery}.
 */
@NullMarked
package io.trunkline.core.sqs;

import org.jspecify.annotations.NullMarked;
