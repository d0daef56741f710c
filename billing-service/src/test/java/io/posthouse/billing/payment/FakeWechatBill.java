package io.posthouse.billing.payment;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/** A day's bill, in WeChat Pay's form. */
final class FakeWechatBill {

  private final String app;
  private final String merchant;
  private final StringBuilder table =
      new StringBuilder(
          "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,"
              + "应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,"
              + "手续费,费率,订单金额,申请退款金额,费率备注\n");

  FakeWechatBill(String app, String merchant) {
    this.app = app;
    this.merchant = merchant;
  }

  void paid(FakeProvider.Payment payment) {
    row(payment, payment.paidAt, "SUCCESS", 0);
  }

  void refunded(FakeProvider.Payment payment, FakeProvider.DeskRefund refund) {
    row(payment, refund.at(), "REFUND", refund.fen());
  }

  private void row(FakeProvider.Payment payment, Instant at, String state, long refunded) {
    String yuan = BigDecimal.valueOf(payment.fen, 2).toPlainString();
    String time =
        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss")
            .format(at.atZone(StatementDays.CHINA.zone()));
    table.append(
        "`%s,`%s,`%s,`0,`,`%s,`%s,`oUser,`NATIVE,`%s,`OTHERS,`CNY,`%s,`0.00,`0,`0,`0.00,`0.00,`,`,`Top-up,`,`0.00600,`0.60%%,`%s,`%s,`\n"
            .formatted(
                time,
                app,
                merchant,
                payment.number,
                payment.reference,
                state,
                yuan,
                yuan,
                BigDecimal.valueOf(refunded, 2).toPlainString()));
  }

  /** With the sums that end it. */
  byte[] bytes() {
    String sums =
        "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额\n"
            + "`1,`0.00,`0.00,`0.00,`0.00000,`0.00,`0.00\n";
    return (table + sums).getBytes(StandardCharsets.UTF_8);
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return packed.toByteArray();
  }

  static String sha1(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
