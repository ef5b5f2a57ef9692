/**
 * What is deployed and how: the stages, a stage's settings and where they are read from, the functions' package. No
 * constructs.
 */
@NullMarked
package io.trunkline.infra.config;

import org.jspecify.annotations.NullMarked;
