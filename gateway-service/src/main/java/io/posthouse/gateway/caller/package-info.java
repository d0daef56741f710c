/**
 * The signed headers that this service writes (contracts.md, "The signed headers"). Framework-free,
 * thread-safe; real time, never the business clock.
 */
@NullMarked
package io.posthouse.gateway.caller;

import org.jspecify.annotations.NullMarked;
