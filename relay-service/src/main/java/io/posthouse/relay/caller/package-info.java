/**
 * Who calls, by the gateway's word: the signed caller header (contracts: "The signed headers").
 * Checked on every call, on real time; good for one method and one path. Plain Java.
 */
@NullMarked
package io.posthouse.relay.caller;

import org.jspecify.annotations.NullMarked;
