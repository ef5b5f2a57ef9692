/**
 * The control planes of this machine's account: which APIs, deployments, functions, permissions and stacks there are,
 * and the part of API Gateway's, Lambda's, CloudFormation's and STS's own protocols that reads and changes them. An API
 * that lives here serves what its stage's deployment says.
 *
 * <p>Sockets are opened in {@code ws}; who stands behind a function is known in {@code platform}.
 */
@NullMarked
package io.trunkline.local.control;

import org.jspecify.annotations.NullMarked;
