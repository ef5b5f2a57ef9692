@NullMarked
package io.trunkline.rehearsal;

import org.jspecify.annotations.NullMarked;
