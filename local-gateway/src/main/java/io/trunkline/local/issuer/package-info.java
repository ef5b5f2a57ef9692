/**
 * The issuer of this machine: a generated key, tokens signed with it, and the address that publishes it. {@code up}
 * alone trusts it, by adding it to what it loads; no tenant file names it, so no deployed platform does.
 */
@NullMarked
package io.trunkline.local.issuer;

import org.jspecify.annotations.NullMarked;
