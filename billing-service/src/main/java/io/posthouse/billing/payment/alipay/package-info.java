/**
 * Alipay, through its own Java SDK: page payments, in CNY (P27; A29, A30).
 *
 * <ul>
 *   <li><b>Paying.</b> {@code alipay.trade.page.pay}: a signed address on Alipay's gateway, made
 *       without the network; it ends with the quote, by {@code time_expire} and by {@code
 *       alipay.trade.close} from the polls.
 *   <li><b>Callbacks.</b> A signed form. The signature is RSA2 (SHA256withRSA) by Alipay's key, and
 *       nothing else: {@code sign_type} is not signed, so what it says only may be {@code RSA2}. A
 *       field that comes twice makes the form unreadable. {@code app_id} and {@code seller_id} must
 *       be ours. Alipay repeats a callback for a day, so one that was written more than 26 hours
 *       ago is stale. Taken, it is answered with {@code success}.
 *   <li><b>Answers</b> to our calls are believed only if they are signed: the SDK sees to it when
 *       they say that something was done; a refusal counts as one only when it carries a signature.
 *   <li><b>Statement.</b> The trade bill of a day of China: a ZIP with a GBK table. Its address
 *       comes in a signed answer and must be Alipay's.
 * </ul>
 *
 * <p>The SDK's log is switched off: it quotes requests and answers. Of what the SDK depends on,
 * nothing is here but what is used (root {@code pom.xml}); SM2, certificates' mode and cloud key
 * stores need what is left out.
 */
@NullMarked
package io.posthouse.billing.payment.alipay;

import org.jspecify.annotations.NullMarked;
