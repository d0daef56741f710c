package io.posthouse.billing.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.billing.Http;
import io.posthouse.testing.TestIdentity;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What relay nodes and key holders are told over HTTP. */
class LeaseApiIT extends LeaseFixture {

  @LocalServerPort private int port;

  @Test
  void answersOverHttpWhichLimitIsReached() {
    // Given
    Http http = new Http(port);
    UUID account = funded("0.10");
    UUID key = UuidCreator.getTimeOrderedEpoch();
    Map<String, Object> limit =
        Map.of("amount", Map.of("amount", "0.05", "currency", "USD"), "period", "day");

    // When
    long newEpoch =
        http.service("POST", "/internal/nodes/" + node + "/epochs", "")
            .json()
            .get("epoch")
            .asLong();
    Http.Answer granted = lease(http, newEpoch, account, key, limit, "0.02");
    Http.Answer again =
        http.service(
            "POST",
            "/internal/leases/" + granted.json().get("leaseId").stringValue() + "/renewals",
            "");
    Http.Answer all =
        http.service(
            "POST",
            "/internal/nodes/" + node + "/epochs/" + newEpoch + "/renewals",
            "{\"leases\":[{\"leaseId\":"
                + granted.json().get("leaseId")
                + ",\"returned\":{\"amount\":\"0\",\"currency\":\"USD\"},\"over\":false}]}");
    Http.Answer noMoney = lease(http, newEpoch, account, key, null, "0.09");
    Http.Answer keyLimit = lease(http, newEpoch, account, key, limit, "0.04");
    Http.Answer oldEpoch = lease(http, newEpoch - 1, account, key, null, "0.01");
    Http.Answer malformed = http.service("POST", "/internal/leases", "{}");
    Http.Answer unsigned = http.send("POST", "/internal/leases", "{}", Map.of());
    Http.Answer balance = http.caller(account, key, limit, "/v1/balance");
    Http.Answer wallet =
        http.person(TestIdentity.customer(account.toString()), "GET", "/api/wallet", "");

    // Then
    assertThat(granted.status()).isEqualTo(200);
    assertThat(granted.json().at("/granted/amount").stringValue()).isEqualTo("0.02");
    assertThat(granted.json().get("validSeconds").asInt()).isEqualTo(600);
    assertThat(again.status()).isEqualTo(200);
    assertThat(all.json().get("active").size()).isEqualTo(1);
    assertThat(all.json().get("validSeconds").asInt()).isEqualTo(600);
    assertThat(noMoney.status()).isEqualTo(402);
    assertThat(noMoney.json().get("limit").stringValue()).isEqualTo("balance");
    assertThat(keyLimit.status()).isEqualTo(402);
    assertThat(keyLimit.json().get("limit").stringValue()).isEqualTo("key");
    assertThat(oldEpoch.status()).isEqualTo(409);
    assertThat(malformed.status()).isEqualTo(400);
    assertThat(malformed.json().get("detail").stringValue()).isEqualTo("grantId: missing");
    assertThat(unsigned.status()).isEqualTo(401);
    assertThat(balance.json().at("/balance/amount").stringValue()).isEqualTo("0.1");
    assertThat(balance.json().at("/reserved/amount").stringValue()).isEqualTo("0.02");
    assertThat(balance.json().at("/key/left/amount").stringValue()).isEqualTo("0.03");
    assertThat(wallet.json().at("/available/amount").stringValue()).isEqualTo("0.08");
  }

  private Http.Answer lease(
      Http http, long in, UUID account, UUID key, @Nullable Object limit, String amount) {
    Map<String, Object> money = Map.of("amount", amount, "currency", "USD");
    Map<String, Object> keyPart =
        limit == null ? Map.of("keyId", key) : Map.of("keyId", key, "spendLimit", limit);
    return http.service(
        "POST",
        "/internal/leases",
        Http.JSON.writeValueAsString(
            Map.of(
                "grantId", UuidCreator.getTimeOrderedEpoch(),
                "node", node,
                "epoch", in,
                "accountId", account,
                "key", keyPart,
                "want", money,
                "minimum", money)));
  }
}
