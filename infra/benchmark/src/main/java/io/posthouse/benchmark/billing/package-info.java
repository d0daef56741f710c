/**
 * How many usage events a second billing-service posts: the service as it is shipped, in a process
 * of its own, on a PostgreSQL and a Kafka of the run. All events wait in the topic before the
 * service starts; the rate is that of the middle of the run, from a tenth of them posted to all.
 *
 * <p>Run by {@link io.posthouse.benchmark.billing.BillingThroughput} with the events of a round and
 * the number of rounds, from the root of the sources, once {@code billing-service} is packaged.
 */
@NullMarked
package io.posthouse.benchmark.billing;

import org.jspecify.annotations.NullMarked;
