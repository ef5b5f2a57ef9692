/**
 * What happens to a request once it is understood: which integration a message goes to, what an authorizer's or
 * integration's answer means, and the port through which functions are called. No sockets and no processes.
 */
@NullMarked
package io.trunkline.local.route;

import org.jspecify.annotations.NullMarked;
