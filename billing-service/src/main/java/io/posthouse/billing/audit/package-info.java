/**
 * What operators did, and why (issue 4, item 9; ADR 0015).
 *
 * <p>Every operator's use case that moves money, changes a price or decides about a payment writes
 * one entry through {@link io.posthouse.billing.audit.Audit}, in the transaction of the deed: both
 * stand or neither. The table is insert-only: the application's role has no update or delete, a
 * trigger refuses them to everyone. Details are short texts; they never hold a secret, a payment
 * identifier or anything of a call.
 */
@NullMarked
package io.posthouse.billing.audit;

import org.jspecify.annotations.NullMarked;
