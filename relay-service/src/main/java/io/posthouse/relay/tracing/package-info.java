/**
 * The data path's spans: one for each call, a child of the gateway's, ended with it; nothing per
 * chunk. Also how log lines of the data path carry the trace's id although event loops have no
 * thread-bound context.
 */
@NullMarked
package io.posthouse.relay.tracing;

import org.jspecify.annotations.NullMarked;
