package io.posthouse.billing.payment.wechatpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posthouse.billing.payment.BillLines;
import io.posthouse.billing.payment.OrderReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WechatPayBillTest {

  private static final UUID ORDER = UUID.randomUUID();
  private static final String HEADER = "\uFEFF交易时间,商户订单号,交易状态,商品名称,订单金额,申请退款金额\n";
  private static final String SUMS = "总交易单数,应结订单总金额\n`2,`10.00\n";

  @Test
  void readsPaymentsAndRefundsWithCommasInNames() throws Exception {
    // Given
    String bill =
        HEADER
            + "`2026-11-22 23:59:59,`"
            + OrderReference.of(ORDER)
            + ",`SUCCESS,`Top-up, a big one,`123.45,`0.00\n"
            + "`2026-11-23 00:00:00,`"
            + OrderReference.of(ORDER)
            + ",`REFUND,`Top-up,`123.45,`23.40\n"
            + SUMS;

    // When // Then
    assertThat(WechatPayBill.read(bill.getBytes(StandardCharsets.UTF_8)))
        .containsExactly(BillLines.paidAndRefunded(ORDER));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "交易时间,商户订单号\n",
        "交易时间,商户订单号,交易状态,订单金额,申请退款金额\n`2026-11-22 10:00:00,`a,`SUCCESS,`1.00,`0.00\n",
        "交易时间,商户订单号,交易状态,订单金额,申请退款金额\n`2026-11-22 10:00:00,`a,`SUCCESS\n总交易单数\n",
        "交易时间,商户订单号,交易状态,订单金额,申请退款金额\n`yesterday,`a,`SUCCESS,`1.00,`0.00\n总交易单数\n",
        "交易时间,商户订单号,交易状态,订单金额,申请退款金额\n`2026-11-22 10:00:00,`a,`NEW,`1.00,`0.00\n总交易单数\n",
        "交易时间,商户订单号,交易状态,订单金额,申请退款金额\n`2026-11-22 10:00:00,`a,`SUCCESS,`1.001,`0.00\n总交易单数\n"
      })
  void whatIsCutOffOrOfAnotherFormIsNoBill(String bill) {
    assertThatThrownBy(() -> WechatPayBill.read(bill.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("bill: ");
  }
}
