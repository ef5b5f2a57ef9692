/** The functions' settings, read once from the environment. What each variable means is in ENVS.md. */
@NullMarked
package io.trunkline.lambda.config;

import org.jspecify.annotations.NullMarked;
