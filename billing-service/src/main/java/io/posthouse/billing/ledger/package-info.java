/**
 * The append-only double-entry ledger (money.md; I1 to I4, I6, I18, I20).
 *
 * <ul>
 *   <li>A {@link io.posthouse.billing.ledger.Posting} is one row: from, to, an amount above zero.
 *       So each {@link io.posthouse.billing.ledger.LedgerTransaction} sums to zero per currency by
 *       its structure (I1).
 *   <li>A ledger transaction concerns one wallet at most. Postings name kinds of {@link
 *       io.posthouse.billing.ledger.Account}, the transaction names the wallet: two customers
 *       cannot meet in one (I18).
 *   <li>Nothing is changed or deleted: the application's role may not, and triggers refuse it to
 *       everyone (I2). Corrections are new transactions.
 *   <li>{@code (kind, reference)} is unique: what is posted twice is posted once. A charge's
 *       reference is its request id (I6).
 *   <li>The balances of a wallet stand in the table {@code wallet}, changed in the same transaction
 *       (I3); those of platform accounts are the sums of their postings.
 * </ul>
 *
 * No web, Kafka or JSON here. Everything must run inside the caller's database transaction.
 */
@NullMarked
package io.posthouse.billing.ledger;

import org.jspecify.annotations.NullMarked;
