package io.posthouse.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthouse.testing.clients.ClientProgram;
import io.posthouse.testing.clients.NpmPackages;
import io.posthouse.testing.clients.ScriptedModel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The official SDKs for Node, the Vercel AI SDK and LangChain (P02), each against an upstream of
 * its own protocol and of the other one. {@link FrontDoor} stands in for the gateway.
 */
class NodeClientsIT extends RelayFixture {

  @ParameterizedTest
  @CsvSource({
    "anthropic-sdk.mjs, openai",
    "anthropic-sdk.mjs, anthropic",
    "openai-sdk.mjs, anthropic",
    "openai-sdk.mjs, openai",
    "frameworks.mjs, anthropic",
    "frameworks.mjs, openai"
  })
  void everyScenarioOfAClientGoesWell(String script, String upstream) {
    try (ScriptedModel model = ScriptedModel.start();
        FrontDoor door =
            new FrontDoor(
                dataPath.port(), (method, path) -> signed(TestCaller.any(), method, path))) {
      // Given
      Sale sale = aSale();
      Map<String, Object> more =
          upstream.equals("openai") ? Map.of("surfaces", List.of("chat", "embeddings")) : Map.of();
      anUpstream(sale, upstream, model.port(), 0, "scripted", more);
      awaitPriced(sale);

      // When
      ClientProgram.Outcome outcome =
          NpmPackages.sdks()
              .script(script)
              .with(
                  Map.of(
                      "BASE_URL",
                      door.url(),
                      "API_KEY",
                      "sk-dummy",
                      "MODEL",
                      sale.model(),
                      "UPSTREAM",
                      upstream,
                      "EMBEDDINGS",
                      upstream.equals("openai") ? "yes" : "no"))
              .run(Duration.ofSeconds(90));

      // Then
      assertThat(outcome.text().lines()).filteredOn(line -> !line.startsWith("ok ")).isEmpty();
      assertThat(outcome.status()).isZero();
      assertThat(model.refusals()).isEmpty();
      await()
          .atMost(Duration.ofSeconds(2))
          .until(() -> script.startsWith("frameworks") || model.left() == 1);
    }
  }
}
