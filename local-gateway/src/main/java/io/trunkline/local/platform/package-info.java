/**
 * All of Trunkline on this machine, put together: DynamoDB Local, the functions, the gateway, the local issuer. The
 * parts are in the packages beside this one.
 */
@NullMarked
package io.trunkline.local.platform;

import org.jspecify.annotations.NullMarked;
