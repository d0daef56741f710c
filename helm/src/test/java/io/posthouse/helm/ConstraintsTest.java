package io.posthouse.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the chart and its schema refuse, and that they say what to do. */
class ConstraintsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gateway.replicas | 2 | set redis.host, or gateway.replicas: 1",
        "gateway.autoscaling.enabled | true | set redis.host",
        "environment | local | expected: production",
        "relay.allowedPrivateHosts[0] | localhost | give an upstream an egress proxy",
        "business.priceChange.notice | 167h | expected: 168h or more",
        "kafka.securityProtocol | SASL_SSL | kafka.sasl.existingSecret",
        "kafka.securityProtocol | PLAINTEXT | expected: SSL or SASL_SSL",
        "relay.extraEnv[0].name | POSTHOUSE_RELAY_ALLOWEDPRIVATEHOSTS | Remove it",
        "auth.extraEnv[0].name | POSTHOUSE_CLOCK_OFFSETFILE | Remove it",
        "payments.stripe.enabled | true | payments.stripe.existingSecret (a Secret with the keys",
        "payments.alipay.enabled | true | payments.alipay.sellerId",
        "payments.wechatpay.enabled | true | payments.wechatpay.existingSecret (a Secret with the"
            + " keys",
        "billing.extraEnv[0].name | POSTHOUSE_PAYMENT_SANDBOX_ENABLED | Remove it"
      })
  void refusesWhatCannotWork(String value, String set, String message) {
    assertThatThrownBy(() -> Chart.render(Map.of(value, set), "minimal"))
        .hasMessageContaining(message);
  }

  @Test
  void namesEveryValueThatIsMissing() {
    assertThatThrownBy(() -> Chart.render())
        .hasMessageContaining("publicUrl")
        .hasMessageContaining("secrets.trust")
        .hasMessageContaining("billing.database.ownerSecret")
        .hasMessageContaining("tls.trustStore.existingConfigMap");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "keycloak.existingSecret",
        "secrets.trust",
        "secrets.peppers",
        "secrets.encryption",
        "auth.database.existingSecret",
        "relay.database.existingSecret",
        "notification.database.existingSecret"
      })
  void namesTheSecretThatIsMissing(String value) {
    assertThatThrownBy(() -> Chart.render(Map.of(value, ""), "minimal"))
        .hasMessageContaining("missing values: " + value)
        .hasMessageContaining("a Secret with the key");
  }

  @Test
  void acceptsManyGatewaysWithRedis() {
    Manifests manifests =
        Chart.render(Map.of("gateway.replicas", "3", "redis.host", "redis.data.svc"), "minimal");

    assertThat(manifests.environment("posthouse-gateway"))
        .containsEntry("POSTHOUSE_RATELIMIT_STORE", "redis");
  }

  @ParameterizedTest
  @CsvSource({
    "gateway.replicas, 0",
    "gateway.replicas, many",
    "gatway.replicas, 2",
    "publicUrl, http://api.example.test",
    "publicUrl, https://api.example.test/",
    "business.refundPolicy, sometimes",
    "business.bodyLimit, 32",
    "relay.terminationGracePeriodSeconds, 30",
    "secrets.trust, Not A Name",
    "postgresql.port, 70000"
  })
  void refusesValuesOutsideTheSchema(String value, String set) {
    assertThatThrownBy(() -> Chart.render(Map.of(value, set), "minimal"))
        .hasMessageContaining("values don't meet the specifications of the schema");
  }

  @Test
  void holdsReferralRewardsForADay() {
    assertThat(Chart.render("minimal").environment("posthouse-referral"))
        .containsEntry("POSTHOUSE_REFERRAL_HOLD", "24h");
  }
}
