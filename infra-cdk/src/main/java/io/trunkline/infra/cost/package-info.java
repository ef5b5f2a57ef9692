/** What a month costs, from dated prices and the units that docs/costs.md states. No CDK, no AWS. */
@NullMarked
package io.trunkline.infra.cost;

import org.jspecify.annotations.NullMarked;
