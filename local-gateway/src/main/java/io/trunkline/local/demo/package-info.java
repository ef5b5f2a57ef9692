/**
 * {@code ./trunkline demo}: one order through wizz's three older apps, over real sockets. What the apps say is written
 * here; the platform that they say it to is not started here.
 */
@NullMarked
package io.trunkline.local.demo;

import org.jspecify.annotations.NullMarked;
