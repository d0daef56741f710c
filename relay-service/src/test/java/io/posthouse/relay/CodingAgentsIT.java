package io.posthouse.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.testing.clients.ClientProgram;
import io.posthouse.testing.clients.CodingAgents;
import io.posthouse.testing.clients.ScriptedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Claude Code and Codex CLI as they are installed (P02), against upstreams of either protocol.
 * {@link FrontDoor} stands in for the gateway.
 */
class CodingAgentsIT extends RelayFixture {

  private static final String PIXEL =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
  private static final String READ = "[[think]] [[tool Read {\"file_path\":\"%s\"}]]";
  private static final String CAT = "[[think]] [[tool exec_command {\"cmd\":\"cat notes.txt\"}]]";

  @TempDir Path folder;

  private FrontDoor door(TestCaller caller) {
    return new FrontDoor(
        dataPath.port(),
        (method, path) -> signed(caller == null ? TestCaller.any() : caller, method, path));
  }

  /** An upstream of that protocol; OpenAI's speaks Chat alone, as most that imitate it do. */
  private Sale saleOf(ScriptedModel model, String protocol) {
    Sale sale = aSale();
    Map<String, Object> more =
        protocol.equals("openai") ? Map.of("surfaces", List.of("chat")) : Map.of();
    anUpstream(sale, protocol, model.port(), 0, "scripted", more);
    awaitPriced(sale);
    return sale;
  }

  private static void note(CodingAgents agents) throws IOException {
    Files.writeString(agents.work().resolve("notes.txt"), "the bay mare\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"openai", "anthropic"})
  void claudeCodeThinksReadsAFileAndAnswers(String protocol) throws IOException {
    try (ScriptedModel model = ScriptedModel.start();
        FrontDoor door = door(null)) {
      // Given
      CodingAgents agents = new CodingAgents(folder);
      note(agents);
      Sale sale = saleOf(model, protocol);

      // When
      ClientProgram.Outcome outcome =
          agents.claudeCode(door.url(), "sk-dummy", sale.model(), READ.formatted("notes.txt"));

      // Then
      assertThat(result(outcome)).contains("The tool said: ", "the bay mare");
      assertThat(outcome.text()).contains("Let me give one.");
      assertThat(outcome.status()).isZero();
      assertThat(model.refusals()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"openai", "anthropic"})
  void claudeCodeLooksAtAPicture(String protocol) throws IOException {
    try (ScriptedModel model = ScriptedModel.start();
        FrontDoor door = door(null)) {
      // Given
      CodingAgents agents = new CodingAgents(folder);
      Files.write(agents.work().resolve("dot.png"), Base64.getDecoder().decode(PIXEL));
      Sale sale = saleOf(model, protocol);

      // When
      ClientProgram.Outcome outcome =
          agents.claudeCode(door.url(), "sk-dummy", sale.model(), READ.formatted("dot.png"));

      // Then
      assertThat(result(outcome)).contains("The tool said: ", "image/png ");
      assertThat(model.refusals()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"openai", "anthropic"})
  void codexThinksRunsACommandAndAnswers(String protocol) throws IOException {
    try (ScriptedModel model = ScriptedModel.start();
        FrontDoor door = door(null)) {
      // Given
      CodingAgents agents = new CodingAgents(folder);
      note(agents);
      Sale sale = saleOf(model, protocol);

      // When
      ClientProgram.Outcome outcome = agents.codex(door.url(), "sk-dummy", sale.model(), CAT);

      // Then
      assertThat(outcome.text())
          .contains("Let me give one.", "\"aggregated_output\":\"the bay mare\\n\"")
          .containsPattern("agent_message\",\"text\":\"The tool said: [^\"]*the bay mare")
          .contains("turn.completed")
          .doesNotContain("turn.failed");
      assertThat(outcome.status()).isZero();
      assertThat(model.refusals()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"openai", "anthropic"})
  void codexLooksAtAPicture(String protocol) throws IOException {
    try (ScriptedModel model = ScriptedModel.start();
        FrontDoor door = door(null)) {
      // Given
      CodingAgents agents = new CodingAgents(folder);
      Path picture = agents.work().resolve("dot.png");
      Files.write(picture, Base64.getDecoder().decode(PIXEL));
      Sale sale = saleOf(model, protocol);

      // When
      ClientProgram.Outcome outcome =
          agents.codex(
              door.url(),
              "sk-dummy",
              sale.model(),
              "[[tool view_image {\"path\":\"" + picture + "\"}]]");

      // Then
      assertThat(outcome.text())
          .containsPattern("agent_message\",\"text\":\"The tool said: [^\"]*image/png ");
      assertThat(model.refusals()).isEmpty();
    }
  }

  @Test
  void bothShowWhyAnEmptyWalletStopsThem() {
    try (ScriptedModel model = ScriptedModel.start()) {
      // Given
      CodingAgents agents = new CodingAgents(folder);
      Sale sale = saleOf(model, "anthropic");
      TestCaller claude = TestCaller.any();
      TestCaller codex = TestCaller.any();
      billing.answer(claude.accountId(), 402, "{\"limit\":\"balance\"}");
      billing.answer(codex.accountId(), 402, "{\"limit\":\"balance\"}");

      // When
      ClientProgram.Outcome claudeSaid;
      ClientProgram.Outcome codexSaid;
      try (FrontDoor door = door(claude)) {
        claudeSaid = agents.claudeCode(door.url(), "sk-dummy", sale.model(), "Hello");
      }
      try (FrontDoor door = door(codex)) {
        codexSaid = agents.codex(door.url(), "sk-dummy", sale.model(), "Hello");
      }

      // Then
      assertThat(result(claudeSaid)).contains("402", "balance");
      assertThat(codexSaid.text()).contains("402", "balance");
      // Codex tries again by itself, whatever the status and x-should-retry say.
      assertThat(billing.asks(claude.accountId())).hasSize(1);
    }
  }

  /** Claude Code's last line: what it tells the person. */
  private static String result(ClientProgram.Outcome outcome) {
    return outcome
        .text()
        .lines()
        .filter(line -> line.startsWith("{\"") && line.contains("\"type\":\"result\""))
        .map(line -> json.readTree(line).path("result").asString(""))
        .findFirst()
        .orElseThrow(() -> new AssertionError(outcome.text()));
  }
}
