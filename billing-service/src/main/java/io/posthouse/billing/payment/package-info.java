/**
 * Payment providers: how a customer's CNY gets here (P27; I11; A29, A30).
 *
 * <p>A {@link io.posthouse.billing.payment.PaymentProvider} is told of an order, gives the address
 * where it is paid, and reads its own callbacks: signature, freshness, merchant. What a callback
 * says is one of the cases of {@link io.posthouse.billing.payment.CallbackOutcome}; whether it fits
 * an order is the order's affair (module {@code topup}). This module knows no orders and no ledger.
 */
@NullMarked
package io.posthouse.billing.payment;

import org.jspecify.annotations.NullMarked;
