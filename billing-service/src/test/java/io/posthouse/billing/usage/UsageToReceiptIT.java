package io.posthouse.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.billing.Contracts;
import io.posthouse.billing.Http;
import io.posthouse.billing.money.Money;
import io.posthouse.testing.RealServers;
import io.posthouse.testing.TestIdentity;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** From events on a real Kafka to wallet, receipt and exports. */
@ExtendWith(OutputCaptureExtension.class)
class UsageToReceiptIT extends UsageFixture {

  private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";

  @LocalServerPort private int port;
  @TempDir private Path folder;

  @Test
  void turnsARegisteredAccountAndItsCallIntoAWalletAndASignedReceipt(CapturedOutput log)
      throws Exception {
    Http http = new Http(port);
    topics("auth.account-registered.v1", "auth.account-status-changed.v1", UsageSample.TOPIC);
    try (KafkaProducer<String, byte[]> kafka = producer()) {
      // Given: a verified account gets its wallet within 5 s
      UUID account = UuidCreator.getTimeOrderedEpoch();
      String person = TestIdentity.customer(account.toString());
      ObjectNode registered =
          (ObjectNode)
              Http.JSON.readTree(Contracts.sample("auth-service", "account-registered.v1"));
      registered.put("accountId", account.toString());
      send(kafka, "auth.account-registered.v1", account.toString(), registered.toString());
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> http.person(person, "GET", "/api/wallet", "").status() == 200);
      wallets.creditPaid(
          account, Money.usd("5"), Money.cny("36"), UuidCreator.getTimeOrderedEpoch());

      // When: a call's event comes twice, with poison between
      UsageSample call = sample(account).lease(lease(account, "0.5")).node(node, epoch, 1);
      String path = "/v1/receipts/" + call.requestId();
      Http.Answer early = http.caller(account, key, null, path);
      send(kafka, UsageSample.TOPIC, account.toString(), call.payload());
      send(kafka, UsageSample.TOPIC, account.toString(), "poison");
      send(kafka, UsageSample.TOPIC, account.toString(), call.payload());
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> http.caller(account, key, null, path).status() == 200);

      // Then
      assertThat(early.status()).isEqualTo(404);
      assertThat(early.json().get("type").stringValue()).endsWith("receipt-not-ready");
      JsonNode receipt = http.caller(account, key, null, path).json();
      assertThat(receipt.at("/charge/amount").stringValue()).isEqualTo("0.0144");
      assertThat(receipt.at("/usage/output").asLong()).isEqualTo(1000);
      assertThat(receipt.at("/prices/output").stringValue()).isEqualTo("12");
      assertThat(receipt.at("/multiplier").stringValue()).isEqualTo("0.8");
      assertThat(receipt.at("/startedAt").stringValue()).isNotEmpty();
      assertThat(receipt.at("/rule/name").stringValue()).isEqualTo("answered");
      assertThat(receipt.at("/rule/url").stringValue())
          .isEqualTo("http://localhost:8080/api/docs/charging-rules#answered");
      assertThat(receipt.at("/answeredModel").stringValue())
          .isEqualTo("claude-sonnet-4-5-20250929");
      assertThat(receipt.at("/modelAsAsked").booleanValue()).isTrue();
      assertThat(receipt.get("changes").isEmpty()).isTrue();
      assertThat(receipt.at("/digest").stringValue()).startsWith("sha256:");
      SignedReceipts.check(receipt, http);
      assertThat(log.getOut().lines())
          .as("one trace from the gateway to the ledger")
          .anyMatch(
              line ->
                  line.contains("usage posted request=" + call.requestId())
                      && line.contains(TRACE_ID));
      JsonNode wallet = http.person(person, "GET", "/api/wallet", "").json();
      assertThat(wallet.at("/balance/amount").stringValue()).isEqualTo("4.9856");
      assertThat(wallet.at("/reserved/amount").stringValue()).isEqualTo("0.4856");
      JsonNode lines =
          http.person(person, "GET", "/api/wallet/transactions", "").json().get("items");
      assertThat(lines.size()).isEqualTo(2);
      assertThat(lines.at("/0/requestId").stringValue()).isEqualTo(call.requestId().toString());
      assertThat(lines.at("/0/amount/amount").stringValue()).isEqualTo("-0.0144");
      assertThat(lines.at("/1/kind").stringValue()).isEqualTo("top-up");
      theCommandsOfTheDocumentationCheckIt(account, path);
      usageIsListedSummedAndExported(http, person, call);
      othersSeeNothing(http, call, account);
      aReceiptIsThereWithinTwoSeconds(kafka, http, account);
      suspensionIsFelt(kafka, http, account);
    }
  }

  private void usageIsListedSummedAndExported(Http http, String person, UsageSample call) {
    String id = call.requestId().toString();
    JsonNode byModel = http.person(person, "GET", "/api/usage?groupBy=model", "").json();
    assertThat(byModel.at("/items/0/model").stringValue()).isEqualTo(model);
    assertThat(byModel.at("/items/0/calls").asLong()).isEqualTo(1);
    assertThat(byModel.at("/items/0/charge/amount").stringValue()).isEqualTo("0.0144");
    JsonNode calls = http.person(person, "GET", "/api/usage/calls", "").json();
    assertThat(calls.at("/items/0/requestId").stringValue()).isEqualTo(id);
    assertThat(http.person(person, "GET", "/api/usage/calls/" + id, "").status()).isEqualTo(200);
    String csv = http.person(person, "GET", "/api/usage/calls", "", "Accept", "text/csv").body();
    assertThat(csv.lines()).hasSize(2).last().asString().startsWith(id).contains("0.0144");
    assertThat(http.person(person, "GET", "/api/usage", "", "Accept", "text/csv").body())
        .startsWith("day,model");
    assertThat(http.person(person, "GET", "/api/usage?groupBy=colour", "").status()).isEqualTo(400);
  }

  private void othersSeeNothing(Http http, UsageSample call, UUID account) {
    String path = "/v1/receipts/" + call.requestId();
    UUID other = UuidCreator.getTimeOrderedEpoch();
    Http.Answer foreign = http.caller(other, key, null, path);
    Http.Answer none =
        http.caller(other, key, null, "/v1/receipts/" + UuidCreator.getTimeOrderedEpoch());
    assertThat(foreign.status()).isEqualTo(404);
    assertThat(foreign.body().replaceAll("\"instance\":\"[^\"]*\"", ""))
        .isEqualTo(none.body().replaceAll("\"instance\":\"[^\"]*\"", ""));
    assertThat(http.caller(account, key, null, "/v1/receipts/nonsense").status()).isEqualTo(404);
    assertThat(http.send("GET", path, "", Map.of()).status()).isEqualTo(401);
    String elsewhere = Http.callerHeader(account, key, null, "/v1/balance");
    assertThat(http.send("GET", path, "", Map.of("X-Posthouse-Caller", elsewhere)).status())
        .isEqualTo(401);
    assertThat(
            http.person(
                    TestIdentity.customer(other.toString()),
                    "GET",
                    "/api/usage/calls/" + call.requestId(),
                    "")
                .status())
        .isEqualTo(404);
  }

  private void aReceiptIsThereWithinTwoSeconds(
      KafkaProducer<String, byte[]> kafka, Http http, UUID account) throws Exception {
    UsageSample next = sample(account).node(node, epoch, 2);
    send(kafka, UsageSample.TOPIC, account.toString(), next.payload());
    await()
        .atMost(Duration.ofSeconds(2))
        .pollInterval(Duration.ofMillis(50))
        .until(
            () ->
                http.caller(account, key, null, "/v1/receipts/" + next.requestId()).status()
                    == 200);
  }

  private void suspensionIsFelt(KafkaProducer<String, byte[]> kafka, Http http, UUID account)
      throws Exception {
    ObjectNode suspended =
        (ObjectNode)
            Http.JSON.readTree(Contracts.sample("auth-service", "account-status-changed.v1"));
    suspended.put("accountId", account.toString());
    send(kafka, "auth.account-status-changed.v1", account.toString(), suspended.toString());
    Map<String, Object> money = Map.of("amount", "0.01", "currency", "USD");
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                http.service(
                            "POST",
                            "/internal/leases",
                            Http.JSON.writeValueAsString(
                                Map.of(
                                    "grantId", UuidCreator.getTimeOrderedEpoch(),
                                    "node", node,
                                    "epoch", epoch,
                                    "accountId", account,
                                    "want", money,
                                    "minimum", money)))
                        .status()
                    == 403);
  }

  /** Only where the tools are: {@link SignedReceipts} checks the same without them. */
  private void theCommandsOfTheDocumentationCheckIt(UUID account, String path) throws Exception {
    if (!run("command -v curl jq openssl xxd awk", account, path).matches("(?s)(.*\n){5}ok\n")) {
      return;
    }
    String page = Files.readString(Path.of("../docs/checking-receipts.md"));
    String script =
        page.substring(page.indexOf("```sh\n") + 6, page.indexOf("\n```\n"))
            .replace("Authorization: Bearer $KEY", "X-Posthouse-Caller: $KEY");
    assertThat(run(script, account, path)).endsWith("Signature Verified Successfully\nok\n");
    String forged =
        "jq '.charge.amount = \"0.01\"' receipt.json > forged && mv forged receipt.json\n";
    assertThat(run(script.replace("jq -cjS", forged + "jq -cjS"), account, path))
        .contains("Signature Verification Failure")
        .doesNotContain("ok\n");
  }

  private String run(String script, UUID account, String path) throws Exception {
    ProcessBuilder shell = new ProcessBuilder("bash", "-c", script + " && echo ok");
    shell.directory(folder.toFile()).redirectErrorStream(true);
    shell.environment().put("POSTHOUSE", "http://localhost:" + port);
    shell.environment().put("KEY", Http.callerHeader(account, key, null, path));
    shell.environment().put("REQUEST", path.substring(path.lastIndexOf("/") + 1));
    Process process = shell.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }

  private static void topics(String... names) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", RealServers.kafkaBootstrap()))) {
      var known = admin.listTopics().names().get();
      admin
          .createTopics(
              List.of(names).stream()
                  .filter(name -> !known.contains(name))
                  .map(name -> new NewTopic(name, 2, (short) 1))
                  .toList())
          .all()
          .get();
    }
  }

  private static KafkaProducer<String, byte[]> producer() {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", RealServers.kafkaBootstrap()),
        new StringSerializer(),
        new ByteArraySerializer());
  }

  private static void send(
      KafkaProducer<String, byte[]> kafka, String topic, String key, String json) throws Exception {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(topic, key, json.getBytes(StandardCharsets.UTF_8));
    Map.of(
            "ce_id",
            UUID.randomUUID().toString(),
            "ce_type",
            topic,
            "ce_time",
            "2026-11-22T12:00:00Z",
            "ce_source",
            "/test",
            "traceparent",
            "00-" + TRACE_ID + "-00f067aa0ba902b7-01")
        .forEach(
            (name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
    kafka.send(record).get();
  }
}
