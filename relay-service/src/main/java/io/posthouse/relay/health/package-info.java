/**
 * How well models are served, from the calls that customers make: success rate, time to the first
 * content, tokens a second, by model and channel (P06).
 *
 * <p>{@link io.posthouse.relay.health.ModelHealth} counts on the event loops, without a lock held
 * while anything is done; once a minute the counts go to the database and out as an event.
 */
@NullMarked
package io.posthouse.relay.health;

import org.jspecify.annotations.NullMarked;
