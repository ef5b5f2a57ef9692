/**
 * What a tenant declares about its entity types: which there are, the roles and scopes they know, and the route rules
 * that let one type reach another. Values only; {@link io.trunkline.routing.route} applies them.
 */
@NullMarked
package io.trunkline.routing.catalog;

import org.jspecify.annotations.NullMarked;
