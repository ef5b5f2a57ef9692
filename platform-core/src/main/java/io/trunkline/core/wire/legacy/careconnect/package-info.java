/**
 * CareConnect's wire formats: of its real-time service and of its calls. Chat and the text protocol of notifications
 * are not here; docs/systems/careconnect.md says why.
 */
@NullMarked
package io.trunkline.core.wire.legacy.careconnect;

import org.jspecify.annotations.NullMarked;
