package io.posthouse.relay.translation;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.posthouse.relay.protocol.Endpoint;
import io.posthouse.relay.protocol.ForeignReasoning;
import io.posthouse.relay.protocol.ModelCall;
import io.posthouse.relay.protocol.Protocol;
import io.posthouse.relay.protocol.RequestPeek;
import io.posthouse.relay.protocol.Splice;
import io.posthouse.relay.protocol.Surface;
import io.posthouse.relay.translation.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A conversation that one provider answered by translation goes on at a provider that speaks the
 * client's own protocol (T55): nothing that only another one could read, or that nobody signed,
 * goes there, and all else does.
 */
class SealedReasoningTest {

  private static final String THOUGHT = "Let me";

  private static Surface surface(Protocol client) {
    return switch (client) {
      case MESSAGES -> Surface.MESSAGES;
      case CHAT -> Surface.CHAT;
      case RESPONSES -> Surface.RESPONSES;
      case GEMINI -> Surface.GENERATE_CONTENT;
    };
  }

  /** The client's next request: the answer as it came, and what its tools said. */
  private static ObjectNode next(Protocol client, String stream) {
    ObjectNode body = Json.object();
    switch (client) {
      case MESSAGES -> {
        ArrayNode messages = body.put("model", "m").put("max_tokens", 9).putArray("messages");
        messages.addObject().put("role", "user").put("content", "Hi");
        JsonNode content = SseClient.message(stream).path("content");
        messages.addObject().put("role", "assistant").set("content", content);
        ArrayNode results = messages.addObject().put("role", "user").putArray("content");
        for (JsonNode block : content) {
          if (block.has("id")) {
            results.addObject().put("type", "tool_result").set("tool_use_id", block.path("id"));
          }
        }
      }
      case CHAT -> {
        ArrayNode messages = body.put("model", "m").putArray("messages");
        messages.addObject().put("role", "user").put("content", "Hi");
        ObjectNode message = SseClient.completion(stream);
        message.remove(List.of("finish_reason", "usage"));
        messages.add(message);
        for (JsonNode call : message.path("tool_calls")) {
          ObjectNode result = messages.addObject().put("role", "tool").put("content", "1");
          result.set("tool_call_id", call.path("id"));
        }
      }
      case RESPONSES -> {
        ArrayNode input = body.put("model", "m").putArray("input");
        input.addObject().put("role", "user").put("content", "Hi");
        for (JsonNode item : SseClient.response(stream).path("output")) {
          input.add(item);
        }
      }
      case GEMINI -> {
        ArrayNode contents = body.putArray("contents");
        contents.addObject().put("role", "user").putArray("parts").addObject().put("text", "Hi");
        ArrayNode parts = contents.addObject().put("role", "model").putArray("parts");
        for (JsonNode chunk : Hub.events(stream)) {
          chunk.at("/candidates/0/content/parts").forEach(parts::add);
        }
      }
    }
    return body;
  }

  private static String passedOn(Protocol client, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String model = client == Protocol.GEMINI ? "m" : null;
    RequestPeek peek = new RequestPeek(new Endpoint.Call(surface(client), model, false));
    ByteBuf all = Unpooled.wrappedBuffer(bytes);
    peek.feed(all.duplicate());
    ModelCall call = peek.finish(bytes.length);
    ByteBuf spliced = Splice.body(all.alloc(), all, call, "m", false, null);
    try {
      return spliced.toString(StandardCharsets.UTF_8);
    } finally {
      spliced.release();
    }
  }

  /** Without any reasoning. */
  private static void forget(Protocol client, ObjectNode body) {
    switch (client) {
      case MESSAGES -> without((ArrayNode) body.at("/messages/1/content"), "thinking");
      case CHAT -> {
        ObjectNode message = (ObjectNode) body.at("/messages/1");
        message.remove(List.of("reasoning_content", "reasoning_signature"));
        for (JsonNode call : message.path("tool_calls")) {
          ((ObjectNode) call).remove("extra_content");
        }
      }
      case RESPONSES -> without((ArrayNode) body.path("input"), "summary");
      case GEMINI -> {
        ArrayNode parts = (ArrayNode) body.at("/contents/1/parts");
        without(parts, "thought");
        for (JsonNode part : parts) {
          if (part.has("thoughtSignature")) {
            ((ObjectNode) part).put("thoughtSignature", "skip_thought_signature_validator");
          }
        }
      }
    }
  }

  private static void without(ArrayNode list, String field) {
    List<JsonNode> kept = new ArrayList<>();
    list.forEach(
        element -> {
          if (!element.has(field)) {
            kept.add(element);
          }
        });
    list.removeAll().addAll(kept);
  }

  private static String answered(Protocol client, Protocol upstream) {
    String hello =
        client == Protocol.GEMINI
            ? Hub.hello(
                client, "\"generationConfig\":{\"thinkingConfig\":{\"includeThoughts\":true}}")
            : Hub.hello(client);
    byte[] stream = Streams.usual(upstream).getBytes(StandardCharsets.UTF_8);
    return Hub.heard(Hub.call(client, Hub.target(upstream), hello, true).stream(), stream, 4096);
  }

  @ParameterizedTest(name = "{0} answered by {1}")
  @MethodSource("io.posthouse.relay.translation.AllPairs#pairs")
  void t55WhatAnotherProviderMadeDoesNotReachTheClientsOwn(Protocol client, Protocol upstream) {
    // Given
    ObjectNode request = next(client, answered(client, upstream));
    String body = Json.text(request);
    assertThat(body).contains(THOUGHT, ForeignReasoning.MARK);

    // When
    String sent = passedOn(client, body);

    // Then
    forget(client, request);
    assertThat(sent)
        .isEqualTo(Json.text(request))
        .doesNotContain(THOUGHT)
        .doesNotContain(ForeignReasoning.MARK);
  }

  @ParameterizedTest(name = "{0} answered by {1}")
  @MethodSource("io.posthouse.relay.translation.AllPairs#pairs")
  void t55NothingOfTheRelaysOwnReachesAnyProvider(Protocol client, Protocol upstream) {
    // Given
    String body = Json.text(next(client, answered(client, upstream)));

    for (Protocol other : Protocol.values()) {
      // When
      String sent = other == client ? passedOn(client, body) : sent(client, other, body);

      // Then
      assertThat(sent).as("to %s", other).doesNotContain(ForeignReasoning.MARK);
    }
  }

  private static String sent(Protocol client, Protocol upstream, String body) {
    return Hub.text(Hub.call(client, Hub.target(upstream), answeredAll(client, body)).body());
  }

  /** Gemini's and Responses' tools have yet to answer: every call wants a result. */
  private static String answeredAll(Protocol client, String body) {
    ObjectNode request = Hub.json(body);
    switch (client) {
      case MESSAGES, CHAT -> {
        // Theirs have.
      }
      case RESPONSES -> {
        ArrayNode input = (ArrayNode) request.path("input");
        for (JsonNode item : List.copyOf(input.valueStream().toList())) {
          if (item.has("call_id")) {
            ObjectNode result = input.addObject().put("type", "function_call_output");
            result.put("output", "1").set("call_id", item.path("call_id"));
          }
        }
      }
      case GEMINI -> {
        ArrayNode results =
            ((ArrayNode) request.path("contents"))
                .addObject()
                .put("role", "user")
                .putArray("parts");
        for (JsonNode part : request.at("/contents/1/parts")) {
          if (part.has("functionCall")) {
            ObjectNode response = results.addObject().putObject("functionResponse");
            response.set("name", part.at("/functionCall/name"));
            response.set("id", part.at("/functionCall/id"));
            response.putObject("response").put("result", "1");
          }
        }
      }
    }
    return Json.text(request);
  }
}
