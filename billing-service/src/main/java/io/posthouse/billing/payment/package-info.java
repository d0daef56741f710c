/**
 * Payment providers: how a customer's CNY gets here (P27; I11; A29, A30).
 *
 * <p>A {@link io.posthouse.billing.payment.PaymentProvider} is told of an order, gives the address
 * where it is paid, and reads its own callbacks: signature, freshness, merchant. What a callback
 * says is one of the cases of {@link io.posthouse.billing.payment.CallbackOutcome}; whether it fits
 * an order is the order's affair (module {@code topup}). This module knows no orders and no ledger.
 *
 * <ul>
 *   <li><b>Providers.</b> {@code sandbox}, {@code stripe}, {@code alipay}, {@code wechatpay}, each
 *       in a sub-package with its own manual, each off until it is switched on. One that is on
 *       without its secrets keeps the service from starting.
 *   <li><b>An order's way.</b> {@code open} in the order's transaction, without the network; {@code
 *       visit} when the customer comes to {@code payUrl}; then the callback, or a {@code query} of
 *       the polls; {@code close} once the quote has run out. Amounts are fen, exactly ({@link
 *       io.posthouse.billing.payment.Fen}).
 *   <li><b>Threads.</b> Requests of customers and operators call providers on their own thread. All
 *       else goes through {@link io.posthouse.billing.payment.ProviderCalls}, never on the
 *       scheduler's.
 *   <li><b>Secrets.</b> Settings, signatures and payments' numbers are in no log and no exception:
 *       SDKs' exceptions are turned into {@link io.posthouse.billing.payment.ProviderUnavailable}.
 * </ul>
 */
@NullMarked
package io.posthouse.billing.payment;

import org.jspecify.annotations.NullMarked;
