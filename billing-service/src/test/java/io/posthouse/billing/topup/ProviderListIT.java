package io.posthouse.billing.topup;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.billing.Http;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProviderListIT extends TopUpFixture {

  /** The tests prefer WeChat Pay and Stripe; the others follow by name. */
  @Test
  void everyoneSeesTheWaysToPayInTheOperatorsOrder() {
    Http.Answer answer = new Http(port).send("GET", "/api/payments/providers", "", Map.of());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("items").valueStream())
        .extracting(item -> item.get("name").asString())
        .containsExactly("wechatpay", "stripe", "alipay", "sandbox");
  }
}
