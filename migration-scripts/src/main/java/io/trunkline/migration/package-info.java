/**
 * What every part of a migration shares: how it says that the operator can mend something.
 *
 * <p>Nothing of AWS, of files or of any store is here.
 */
@NullMarked
package io.trunkline.migration;

import org.jspecify.annotations.NullMarked;
