@NullMarked
package io.trunkline.migration.command;

import org.jspecify.annotations.NullMarked;
