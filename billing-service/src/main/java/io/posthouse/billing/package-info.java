/**
 * billing-service: wallets, the ledger, credit leases, prices, usage and receipts, top-ups and
 * payments.
 *
 * <p>Each direct sub-package is a module, whose {@code package-info} is its manual. {@code money},
 * {@code ledger} and {@code pricing} know no web, Kafka or JSON.
 */
@NullMarked
package io.posthouse.billing;

import org.jspecify.annotations.NullMarked;
