package io.posthouse.relay.translation;

import static io.posthouse.relay.protocol.Protocol.CHAT;
import static io.posthouse.relay.protocol.Protocol.GEMINI;
import static io.posthouse.relay.protocol.Protocol.MESSAGES;
import static io.posthouse.relay.protocol.Protocol.RESPONSES;
import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.relay.protocol.Protocol;
import io.posthouse.relay.translation.json.Json;
import io.posthouse.relay.translation.neutral.Opaque;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Opaque reasoning, out to a client and back (protocols.md 4.2; T55). */
class ReasoningTest {

  private static final byte[] ANTHROPIC =
      """
      {"id":"msg_1","model":"x","content":[{"type":"thinking","thinking":"Let me see","signature":"SIG"},
       {"type":"tool_use","id":"t1","name":"f","input":{}}],"stop_reason":"tool_use","usage":{}}\
      """
          .getBytes(StandardCharsets.UTF_8);

  private static ObjectNode whole(Protocol client, Protocol upstream, byte[] answer) {
    return Hub.json(Hub.call(client, upstream, Hub.hello(client)).whole(answer).body());
  }

  private static String next(ArrayNode output) {
    ObjectNode body = Json.object().put("model", "m");
    ArrayNode input = body.putArray("input");
    input.addObject().put("role", "user").put("content", "Hi");
    input.addAll(output);
    input
        .addObject()
        .put("type", "function_call_output")
        .put("call_id", output.get(output.size() - 1).path("call_id").stringValue())
        .put("output", "1");
    return Json.text(body);
  }

  @Test
  void t55ASignatureReturnsToTheSameFamilyIntact() {
    // Given
    ObjectNode response = whole(RESPONSES, MESSAGES, ANTHROPIC);

    // When
    ObjectNode sent = Hub.up(RESPONSES, MESSAGES, next((ArrayNode) response.path("output")));

    // Then
    assertThat(response.at("/output/0/encrypted_content").stringValue()).doesNotContain("SIG");
    assertThat(sent.at("/messages/1/content/0").toString())
        .isEqualTo("{\"type\":\"thinking\",\"thinking\":\"Let me see\",\"signature\":\"SIG\"}");
  }

  @Test
  void t55AForeignSignatureIsDroppedWithItsText() {
    // Given
    ObjectNode response = whole(RESPONSES, MESSAGES, ANTHROPIC);
    String body = next((ArrayNode) response.path("output"));

    // When
    ObjectNode toGemini = Hub.up(RESPONSES, GEMINI, body);
    ObjectNode toChat = Hub.up(RESPONSES, CHAT, body);

    // Then
    assertThat(toGemini.toString()).doesNotContain("SIG").doesNotContain("Let me see");
    assertThat(toChat.toString()).doesNotContain("SIG").doesNotContain("Let me see");
  }

  @Test
  void t55AnAlteredEnvelopeIsDropped() {
    // Given
    String sealed = Hub.ENVELOPE.seal(new Opaque(Opaque.Kind.SIGNATURE, "", "SIG"), "anthropic");
    char last = sealed.charAt(sealed.length() - 5);
    String altered =
        sealed.substring(0, sealed.length() - 5)
            + (last == 'A' ? 'B' : 'A')
            + sealed.substring(sealed.length() - 4);

    // Then
    assertThat(Hub.ENVELOPE.open(sealed, "anthropic").data()).isEqualTo("SIG");
    assertThat(Hub.ENVELOPE.open(altered, "anthropic")).isNull();
    assertThat(Hub.ENVELOPE.open(sealed, "google")).isNull();
    assertThat(Hub.ENVELOPE.open("Posthse1!!", "google")).isNull();
    assertThat(Hub.ENVELOPE.open("SIG", "anthropic")).isNull();
  }

  @Test
  void t55RedactedThinkingComesBackAsRedacted() {
    // Given
    byte[] redacted =
        """
        {"id":"msg_1","model":"x","content":[{"type":"redacted_thinking","data":"RED"},
         {"type":"tool_use","id":"t1","name":"f","input":{}}],"stop_reason":"tool_use"}\
        """
            .getBytes(StandardCharsets.UTF_8);
    ObjectNode response = whole(RESPONSES, MESSAGES, redacted);

    // When
    ObjectNode sent = Hub.up(RESPONSES, MESSAGES, next((ArrayNode) response.path("output")));

    // Then
    assertThat(response.at("/output/0/summary")).isEmpty();
    assertThat(sent.at("/messages/1/content/0").toString())
        .isEqualTo("{\"type\":\"redacted_thinking\",\"data\":\"RED\"}");
  }

  @Test
  void openAisEncryptedReasoningTravelsThroughAnAnthropicClient() {
    // Given
    ObjectNode message =
        SseClient.message(
            Hub.heard(
                PairStreams.stream(MESSAGES, RESPONSES),
                Streams.responses().getBytes(StandardCharsets.UTF_8),
                100));
    ObjectNode body = Json.object().put("model", "m").put("max_tokens", 9);
    ArrayNode messages = body.putArray("messages");
    messages.addObject().put("role", "user").put("content", "Hi");
    messages.addObject().put("role", "assistant").set("content", message.path("content"));
    ArrayNode results = messages.addObject().put("role", "user").putArray("content");
    for (String id : new String[] {"call_a", "call_b"}) {
      results.addObject().put("type", "tool_result").put("tool_use_id", id).put("content", "1");
    }

    // When
    ObjectNode sent = Hub.up(MESSAGES, RESPONSES, Json.text(body));

    // Then
    assertThat(sent.at("/input/1").toString())
        .isEqualTo(
            """
            {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"Let me see 🤔"}],"encrypted_content":"ENC"}\
            """);
  }

  @Test
  void geminisSignatureOfACallComesBackOnThatCall() {
    // Given
    byte[] stream = Streams.gemini().getBytes(StandardCharsets.UTF_8);
    JsonNode calls =
        SseClient.completion(Hub.heard(PairStreams.stream(CHAT, GEMINI), stream, 64))
            .path("tool_calls");
    ObjectNode body = Json.object().put("model", "m");
    ArrayNode messages = body.putArray("messages");
    messages.addObject().put("role", "user").put("content", "Hi");
    messages.addObject().put("role", "assistant").putNull("content").set("tool_calls", calls);
    for (JsonNode call : calls) {
      messages
          .addObject()
          .put("role", "tool")
          .put("tool_call_id", call.path("id").stringValue())
          .put("content", "1");
    }

    // When
    ObjectNode sent = Hub.up(CHAT, GEMINI, Json.text(body));

    // Then
    assertThat(sent.at("/contents/1/parts/0/thoughtSignature").stringValue()).isEqualTo("R1NJRw==");
    assertThat(sent.at("/contents/1/parts/1").has("thoughtSignature")).isFalse();
  }

  @Test
  void aChatClientThatKeepsUnknownFieldsSendsTheSignatureBack() {
    // Given
    ObjectNode completion = whole(CHAT, MESSAGES, ANTHROPIC);
    ObjectNode body = Json.object().put("model", "m").put("reasoning_effort", "low");
    ArrayNode messages = body.putArray("messages");
    messages.addObject().put("role", "user").put("content", "Hi");
    messages.add(completion.at("/choices/0/message"));
    messages.addObject().put("role", "tool").put("tool_call_id", "t1").put("content", "1");

    // When
    ObjectNode sent =
        Hub.json(Hub.call(CHAT, Hub.target(MESSAGES, "claude-sonnet-4-5"), Json.text(body)).body());

    // Then
    assertThat(sent.at("/messages/1/content/0/signature").stringValue()).isEqualTo("SIG");
    assertThat(sent.at("/thinking/type").stringValue()).isEqualTo("enabled");
  }

  @Test
  void aBudgetIsNotAskedForWhenTheRunningTurnsReasoningIsGone() {
    // Given
    String body =
        """
        {"model":"m","reasoning_effort":"low","messages":[{"role":"user","content":"Hi"},
         {"role":"assistant","content":null,"reasoning_content":"gone","tool_calls":[
          {"id":"t1","type":"function","function":{"name":"f","arguments":"{}"}}]},
         {"role":"tool","tool_call_id":"t1","content":"1"}]}\
        """;

    // When
    Translation translation = Hub.call(CHAT, Hub.target(MESSAGES, "claude-sonnet-4-5"), body);

    // Then
    assertThat(translation.ignored()).containsExactly("reasoning_effort");
    assertThat(Hub.text(translation.body())).doesNotContain("gone");
  }

  @Test
  void reasoningThatNobodySignedGetsASignatureOfNothing() {
    // Given
    byte[] stream = Streams.chat().getBytes(StandardCharsets.UTF_8);

    // When
    ObjectNode message =
        SseClient.message(Hub.heard(PairStreams.stream(MESSAGES, CHAT), stream, 100));

    // Then
    String signature = message.at("/content/0/signature").stringValue();
    assertThat(Hub.ENVELOPE.open(signature, "openai:acct").data()).isEmpty();
  }

  @Test
  void t55ThoughtsThatAClientKeptChunkByChunkGoBackWhole() {
    // Given
    Opaque signature = new Opaque(Opaque.Kind.SIGNATURE, "", "SIG");
    ObjectNode body = Json.object();
    ArrayNode contents = body.putArray("contents");
    contents.addObject().put("role", "user").putArray("parts").addObject().put("text", "Hi");
    for (String text : new String[] {"Let me", " see", ""}) {
      ObjectNode chunk = contents.addObject().put("role", "model");
      ObjectNode part = chunk.putArray("parts").addObject().put("text", text).put("thought", true);
      if (text.isEmpty()) {
        part.put("thoughtSignature", Hub.ENVELOPE.seal(signature, "anthropic"));
      }
    }
    contents.addObject().put("role", "user").putArray("parts").addObject().put("text", "On");

    // When
    ObjectNode sent = Hub.up(GEMINI, MESSAGES, Json.text(body));

    // Then
    assertThat(sent.at("/messages/1/content/0").toString())
        .isEqualTo("{\"type\":\"thinking\",\"thinking\":\"Let me see\",\"signature\":\"SIG\"}");
  }
}
