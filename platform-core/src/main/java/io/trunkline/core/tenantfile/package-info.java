/**
 * The files under tenants/: YAML in, validated tenants out, each problem with its file and line. Used by the commands
 * that load tenants, never by a function.
 */
@NullMarked
package io.trunkline.core.tenantfile;

import org.jspecify.annotations.NullMarked;
