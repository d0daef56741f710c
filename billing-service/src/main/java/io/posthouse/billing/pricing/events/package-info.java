/** Prices on Kafka: what relay-service and notification-service say, and what they are told. */
@NullMarked
package io.posthouse.billing.pricing.events;

import org.jspecify.annotations.NullMarked;
