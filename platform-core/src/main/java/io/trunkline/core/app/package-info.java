/**
 * What an operator registers: tenants, their apps, whom they trust, their rooms and limits. Values and the port that
 * reads them; the files under tenants/ and the registry table are elsewhere ({@code tenantfile}, {@code dynamo}).
 */
@NullMarked
package io.trunkline.core.app;

import org.jspecify.annotations.NullMarked;
