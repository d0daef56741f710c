/**
 * Real servers on a bare machine, without Docker: what {@code ./posthouse up} runs and what tests
 * fall back to.
 *
 * <p>Each type starts one server, tells its address, and stops it on {@code close()}. A data
 * directory that exists is used again. All listen on 127.0.0.1 alone. Servers may be started on any
 * thread; instances are not shared.
 */
@NullMarked
package io.posthouse.servers;

import org.jspecify.annotations.NullMarked;
