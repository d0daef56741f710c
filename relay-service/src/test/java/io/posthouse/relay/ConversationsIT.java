package io.posthouse.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Conversations stay where their prompt cache is (protocols.md, section 5): T12. */
class ConversationsIT extends RoutingFixture {

  @Test
  void aConversationStaysAtItsUpstreamMovesOnceAndThenStays() {
    try (FakeUpstream first = new FakeUpstream();
        FakeUpstream second = new FakeUpstream()) {
      // Given
      answers(first, 3);
      answers(second, 6);
      Sale sale = aSale();
      anUpstream(sale, "anthropic", second.port(), 5, "x");
      awaitPriced(sale);
      TestCaller caller = TestCaller.any();
      Map<String, String> session = Map.of("x-claude-code-session-id", "session-1");
      Runnable turn =
          () ->
              assertThat(call(caller.again(), "POST", "/v1/messages", body(sale), session).status())
                  .isEqualTo(200);

      // When: it begins where only the second is, then a better one comes
      turn.run();
      String better = anUpstream(sale, "anthropic", first.port(), 0, "x");
      turn.run();
      TestCaller otherKey = TestCaller.any();
      call(otherKey, "POST", "/v1/messages", body(sale), session);

      // Then: it stays; the same name under another key is another conversation
      assertThat(second.received()).hasSize(2);
      assertThat(first.received()).hasSize(1);

      // When: its upstream goes, and another comes back
      operatorPost("/api/operator/upstreams/" + upstreamOf(sale, second) + "/drain");
      TestCaller moved = caller.again();
      call(moved, "POST", "/v1/messages", body(sale), session);
      operatorPost("/api/operator/upstreams/" + upstreamOf(sale, second) + "/enable");
      turn.run();

      // Then: moved once, then it stays; what was read twice costs a cache read
      assertThat(second.received()).hasSize(2);
      assertThat(first.received()).hasSize(3);
      assertThat(better).isNotEmpty();
      JsonNode event = usageOf(moved);
      assertThat(event.path("adjustments").get(0).path("kind").asString())
          .isEqualTo("session-moved");
      assertThat(event.path("tokens").path("cacheRead").asInt()).isEqualTo(360);
      assertThat(event.path("tokens").path("input").asInt()).isZero();
      assertThat(event.path("attempts").get(0).path("tokens").path("cacheRead").asInt())
          .isEqualTo(50);
    }
  }

  @Test
  void aConversationWithoutANameIsKnownByItsBeginning() {
    try (FakeUpstream first = new FakeUpstream();
        FakeUpstream second = new FakeUpstream()) {
      // Given
      answers(first, 4);
      answers(second, 4);
      Sale sale = aSaleThrough("anthropic", first, second);
      TestCaller caller = TestCaller.any();
      String begin =
          "{\"model\":\""
              + sale.model()
              + "\",\"system\":\"s\",\"messages\":[{\"role\":\"user\",\"content\":\"one, [\\\"\"}";
      messages(caller, begin + "]}");
      first.then(it -> it.json(200, ANSWER));
      operatorPost("/api/operator/upstreams/" + upstreamOf(sale, first) + "/drain");
      messages(caller.again(), begin + "]}");
      operatorPost("/api/operator/upstreams/" + upstreamOf(sale, first) + "/enable");

      // When
      messages(caller.again(), begin + ",{\"role\":\"assistant\",\"content\":\"two\"}]}");

      // Then
      assertThat(first.received()).hasSize(1);
      assertThat(second.received()).hasSize(2);
    }
  }

  private static FakeUpstream.Script streamAfter(int millis) {
    return it -> {
      it.streamHead();
      it.chunk(Wire.MESSAGES.prelude(5));
      if (millis > 0) {
        it.awaitClosed(millis);
      }
      it.chunk(Wire.MESSAGES.content("Hi") + Wire.MESSAGES.terminal(5));
      it.endChunks();
    };
  }

  @Test
  void aConversationLeavesAnUpstreamThatIsSlowToItsFirstToken() {
    try (FakeUpstream better = new FakeUpstream();
        FakeUpstream slow = new FakeUpstream()) {
      // Given: it begins where only the slow one is; slow is what takes more than 1.5 s here
      slow.then(streamAfter(0)).then(streamAfter(1700));
      better.then(streamAfter(0));
      Sale sale = aSale();
      anUpstream(sale, "anthropic", slow.port(), 5, "x");
      awaitPriced(sale);
      TestCaller caller = TestCaller.any();
      Map<String, String> session = Map.of("x-claude-code-session-id", "session-2");
      String body = Wire.MESSAGES.request(sale, "hi", true);
      call(caller, "POST", "/v1/messages", body, session);
      anUpstream(sale, "anthropic", better.port(), 0, "x");

      // When
      call(caller.again(), "POST", "/v1/messages", body, session);
      boolean stayed = better.received().isEmpty();
      call(caller.again(), "POST", "/v1/messages", body, session);

      // Then
      assertThat(stayed).isTrue();
      assertThat(slow.received()).hasSize(2);
      assertThat(better.received()).hasSize(1);
    }
  }
}
