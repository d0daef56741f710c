package io.posthouse.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthouse.testing.clients.ClientProgram;
import io.posthouse.testing.clients.CodingAgents;
import io.posthouse.testing.clients.NpmPackages;
import io.posthouse.testing.clients.ScriptedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The programs that customers use, of which nothing but base URL and key is changed (P02): each
 * talks to a model whose upstream speaks the other protocol, all the way through the gateway.
 */
final class RealClients implements AutoCloseable {

  private static final String NOTE = "the bay mare";

  private final ScriptedModel model = ScriptedModel.start();
  private final String url;
  private final Someone operator;
  private final Someone customer;

  RealClients(String url, Someone operator, Someone customer) {
    this.url = url;
    this.operator = operator;
    this.customer = customer;
  }

  /** What is sold: a channel and a model of the same name, and a key for them. */
  record Sale(String name, String key) {}

  /** Sells the scripted model through an upstream of that protocol. */
  Sale sell(String protocol, Map<String, String> prices) {
    String name = "scripted-" + protocol;
    boolean chat = protocol.equals("openai");
    operator.send("PUT", "/api/operator/official-prices/" + name, prices).is(200);
    operator
        .send(
            "POST",
            "/api/operator/channels",
            Map.of(
                "name",
                name,
                "displayName",
                Map.of("en", name, "zh", name),
                "multiplier",
                "0.10",
                "order",
                9,
                "models",
                List.of(name)))
        .is(201);
    operator
        .send(
            "POST",
            "/api/operator/upstreams",
            Map.of(
                "channel",
                name,
                "name",
                name,
                "protocol",
                protocol,
                "baseUrl",
                "http://localhost:" + model.port() + (chat ? "/v1" : ""),
                "credentials",
                List.of("sk-scripted"),
                "surfaces",
                chat ? List.of("chat") : List.of("messages", "count_tokens"),
                "models",
                Map.of(name, "scripted")))
        .is(201);
    String key =
        customer
            .newKey(Map.of("name", name, "channels", List.of(name)))
            .get("secret")
            .stringValue();
    Someone program = customer.with(() -> key);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> program.get("/v1/models/" + name).status() == 200);
    return new Sale(name, key);
  }

  /** An SDK for Node goes through all its scenarios. */
  void sdk(String script, Sale sale) {
    ClientProgram.Outcome outcome =
        NpmPackages.sdks()
            .script(script)
            .with(
                Map.of(
                    "BASE_URL",
                    url,
                    "API_KEY",
                    sale.key(),
                    "MODEL",
                    sale.name(),
                    "UPSTREAM",
                    sale.name().replace("scripted-", "")))
            .run(Duration.ofSeconds(90));
    assertThat(outcome.text().lines()).filteredOn(line -> !line.startsWith("ok ")).isEmpty();
    assertThat(outcome.status()).isZero();
    assertThat(model.refusals()).isEmpty();
  }

  /** Claude Code thinks, reads a file and answers. */
  void claudeCode(Path folder, Sale sale) throws IOException {
    CodingAgents agents = agents(folder);
    ClientProgram.Outcome outcome =
        agents.claudeCode(
            url, sale.key(), sale.name(), "[[think]] [[tool Read {\"file_path\":\"note.txt\"}]]");
    assertThat(outcome.text()).containsPattern("\"result\":\"The tool said: [^\"]*" + NOTE);
    assertThat(outcome.status()).isZero();
    assertThat(model.refusals()).isEmpty();
  }

  /** Codex thinks, runs a command and answers. */
  void codex(Path folder, Sale sale) throws IOException {
    CodingAgents agents = agents(folder);
    ClientProgram.Outcome outcome =
        agents.codex(
            url,
            sale.key(),
            sale.name(),
            "[[think]] [[tool exec_command {\"cmd\":\"cat note.txt\"}]]");
    assertThat(outcome.text())
        .containsPattern("agent_message\",\"text\":\"The tool said: [^\"]*" + NOTE)
        .contains("turn.completed");
    assertThat(outcome.status()).isZero();
    assertThat(model.refusals()).isEmpty();
  }

  private static CodingAgents agents(Path folder) throws IOException {
    CodingAgents agents = new CodingAgents(folder);
    Files.writeString(agents.work().resolve("note.txt"), NOTE + "\n");
    return agents;
  }

  @Override
  public void close() {
    model.close();
  }
}
