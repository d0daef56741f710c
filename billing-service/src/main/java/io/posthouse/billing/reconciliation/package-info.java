/**
 * Our books against those of others (I7, I12, I20).
 *
 * <ul>
 *   <li><b>Providers' statements.</b> Each of the provider's own days (UTC, or China's) once its
 *       statement can be had, tried again every hour for a week, and when an operator asks: each
 *       order's payments by the provider and by us. An order that the provider was paid for and we
 *       did not credit is asked for at once, which credits it if it may be. What is left is a
 *       difference for a person; so are a payment that names no order of ours, and a refund that we
 *       did not send.
 *   <li><b>Suppliers' bills.</b> An operator brings a supplier's usage as CSV; its lines are
 *       matched with the attempts of calls by the upstream's request id. Nothing is changed; the
 *       answer is the differences.
 *   <li><b>The trial balance</b> and the completeness of usage, as they stand.
 * </ul>
 */
@NullMarked
package io.posthouse.billing.reconciliation;

import org.jspecify.annotations.NullMarked;
