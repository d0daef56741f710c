package io.posthouse.billing.payment.wechatpay;

/**
 * Who we are to WeChat Pay.
 *
 * @param appId the application
 * @param id the merchant's number
 */
record WechatPayMerchant(String appId, String id) {}
