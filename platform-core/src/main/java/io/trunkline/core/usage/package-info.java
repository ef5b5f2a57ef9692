/**
 * What each tenant uses, counted as AWS bills it: the counters of an environment, the tab of an invocation, and the
 * port that keeps the hours. Who is counted, and when it is flushed, is the functions' business.
 */
@NullMarked
package io.trunkline.core.usage;

import org.jspecify.annotations.NullMarked;
