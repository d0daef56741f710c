/**
 * How many usage events billing-service posts in a second: as it is shipped, in a process of its
 * own, on a PostgreSQL and a Kafka of the run. A round is measured from when its last event waits
 * in the topic until all are posted; the first round warms up and does not count.
 *
 * <p>Run by {@link io.posthouse.benchmark.billing.BillingThroughput} with the events of a round and
 * the number of rounds, from the root of the sources, once {@code billing-service} is packaged.
 */
@NullMarked
package io.posthouse.benchmark.billing;

import org.jspecify.annotations.NullMarked;
