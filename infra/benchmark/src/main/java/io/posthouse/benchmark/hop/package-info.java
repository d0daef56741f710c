/**
 * What the relay adds to a call, beside nginx doing the same hop in the same minute
 * (performance.md, "How it is measured").
 *
 * <p><b>Who is who.</b> This program is the load generator, the upstream ({@link
 * io.posthouse.benchmark.hop.MockUpstream}: pre-rendered bytes, one loop), the billing-service and
 * the people who sign in; PostgreSQL and Kafka run inside it. The relay is its own process, the jar
 * that is shipped, with one event loop; nginx is Debian's, with one worker. CPU time is that of the
 * measured process alone, all its threads (compiler and collector included), from {@code /proc}.
 *
 * <p><b>Rounds.</b> Each workload is warmed up, then measured nginx, relay, nginx, relay ...; a
 * ratio is the relay's round over the mean of the nginx rounds beside it. What is told is the
 * median of the ratios and their range. A round with one failed answer fails the run.
 *
 * <p><b>Not the gateway.</b> Requests carry one signed caller header made beforehand, so that the
 * relay checks a signature for each, as it does behind the gateway.
 */
@NullMarked
package io.posthouse.benchmark.hop;

import org.jspecify.annotations.NullMarked;
