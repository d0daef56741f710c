/**
 * WeChat Pay, API v3, through its own Java SDK: Native payments (a code to scan), in CNY (P27; A29,
 * A30).
 *
 * <ul>
 *   <li><b>Paying.</b> The first visit asks for a code, which is kept sealed and drawn on our page.
 *       It ends with the quote, by {@code time_expire} and by closing the order from the polls.
 *   <li><b>Callbacks.</b> Signed by WeChat Pay's public key (the one with an id, {@code
 *       PUB_KEY_ID_…}; platform certificates are not used), SHA256-RSA2048 alone, at most five
 *       minutes old; the event inside is sealed with the API v3 key. Merchant and application must
 *       be ours. WeChat Pay sends wrong signatures on purpose and watches that they are refused.
 *   <li><b>Answers</b> to our calls are checked by the SDK in the same way. An error is an answer
 *       without a signature, so none of them takes money from anybody: a refund that was refused is
 *       asked for by its own id first.
 *   <li><b>Statement.</b> The trade bill of a day of China, gzipped, with the digest that the
 *       signed answer names.
 * </ul>
 *
 * <p>The SDK's calls go through {@code WechatPayHttp} on the JDK's client, not through the two
 * clients that the SDK brings; that is also where the setting {@code base-url} counts.
 */
@NullMarked
package io.posthouse.billing.payment.wechatpay;

import org.jspecify.annotations.NullMarked;
