package io.posthouse.billing.payment.alipay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posthouse.billing.payment.BillLines;
import io.posthouse.billing.payment.OrderReference;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlipayBillTest {

  private static final Charset GBK = Charset.forName("GBK");
  private static final UUID ORDER = UUID.randomUUID();

  @Test
  void readsPaymentsAndRefundsOfTheTableOfTradesAlone() throws Exception {
    // Given
    String bill =
        """
        #支付宝业务明细查询
        支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,订单金额（元）
        2026112222001\t,%1$s\t,交易,"Top-up, a big one",2026-11-22 23:59:00,2026-11-22 23:59:59,123.45
        2026112222001\t,%1$s\t,退款,Top-up,2026-11-22 23:59:00,2026-11-23 00:00:00,-23.40
        #业务明细列表结束
        """
            .formatted(OrderReference.of(ORDER));

    // When // Then
    assertThat(AlipayBill.read(zip("2088_业务明细.csv", bill)))
        .containsExactly(BillLines.paidAndRefunded(ORDER));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#nothing\n",
        "支付宝交易号,商户订单号\n",
        "商户订单号,业务类型,完成时间,订单金额（元）\na,交易,yesterday,1.00\n",
        "商户订单号,业务类型,完成时间,订单金额（元）\na,交易,2026-11-22 23:59:59,1.001\n",
        "商户订单号,业务类型,完成时间,订单金额（元）\na,交易\n"
      })
  void whatIsOfAnotherFormIsNoBill(String bill) {
    assertThatThrownBy(() -> AlipayBill.read(zip("2088_业务明细.csv", bill)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("bill: ");
  }

  @Test
  void anArchiveOfSumsAloneIsNoBill() {
    assertThatThrownBy(() -> AlipayBill.read(zip("2088_业务明细(汇总).csv", "#汇总\n")))
        .hasMessage("bill: no table of trades in it");
  }

  private static ByteArrayInputStream zip(String name, String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes, GBK)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(text.getBytes(GBK));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return new ByteArrayInputStream(bytes.toByteArray());
  }
}
