/**
 * A provider without money, for demonstrations and tests, off unless {@code
 * posthouse.payment.sandbox.enabled} (P20).
 *
 * <p>It behaves like a real one: {@code payUrl} is a page with two buttons; pressing one writes the
 * outcome and a callback to send, in one transaction; a worker sends it, signed, to the public
 * callback address, and again with growing pauses until it is accepted, so that a crash on either
 * side loses nothing.
 *
 * <p><b>Signature.</b> Header {@code X-Sandbox-Timestamp}: seconds since 1970, real time; {@code
 * X-Sandbox-Signature}: base64 of HMAC-SHA256 over timestamp, a full stop, and the body. Good for
 * five minutes. Body: {@code
 * {"merchant","orderId","paymentId","status":"paid|declined|pending","amount","currency","paidAt"}}.
 */
@NullMarked
package io.posthouse.billing.payment.sandbox;

import org.jspecify.annotations.NullMarked;
