/**
 * What other teams' CDK apps use: the construct that takes the place of an app's own WebSocket resources. Nothing of
 * the platform's own stacks.
 */
@NullMarked
package io.trunkline.infra.shared;

import org.jspecify.annotations.NullMarked;
