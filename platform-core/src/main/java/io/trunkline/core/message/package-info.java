/** What clients ask and what the server says, free of any wire format, and the one catalogue of rejections. */
@NullMarked
package io.trunkline.core.message;

import org.jspecify.annotations.NullMarked;
