/**
 * Who this relay node is: its id, stable over restarts, and its epoch, which billing-service counts
 * up at every start and which fences leases (money.md, section 2).
 */
@NullMarked
package io.posthouse.relay.node;

import org.jspecify.annotations.NullMarked;
