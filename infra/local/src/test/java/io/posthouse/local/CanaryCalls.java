package io.posthouse.local;

import io.posthouse.local.home.Home;
import io.posthouse.testing.Canary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Calls at the public endpoint, answered and refused, whose every word is a canary's; and the
 * search for these words in all that the stack keeps (P04).
 */
final class CanaryCalls {

  private static final String CLAUDE = "claude-sonnet-4-5";

  private final Canary canary = Canary.fresh();
  private final Someone program;
  private final Someone stranger;

  /**
   * @param visitor nobody in particular
   * @param key of a customer with money
   */
  CanaryCalls(Someone visitor, String key) {
    this.program = visitor.with(() -> key);
    String unknown = "ph_live_" + word("key");
    this.stranger = visitor.with(() -> unknown);
  }

  /** Makes the calls; the answer is each one's request id, of those that were charged. */
  List<String> run() {
    List<String> charged = new ArrayList<>();
    for (boolean streamed : List.of(false, true)) {
      charged.add(answered("/v1/messages", messages(CLAUDE, streamed)));
      charged.add(answered("/v1/chat/completions", chat(CLAUDE, streamed)));
      charged.add(answered("/v1/responses", responses(CLAUDE, streamed)));
    }
    charged.add(answered("/v1beta/models/" + CLAUDE + ":generateContent", gemini()));
    refused();
    return charged;
  }

  private void refused() {
    program.send("POST", "/v1/messages", messages(word("model"), false)).is(404);
    program.send("POST", "/v1/messages", Map.of("model", CLAUDE, word("field"), true)).is(400);
    program.send("POST", "/v1/chat/completions", "not an object: " + word("body")).is(400);
    stranger.send("POST", "/v1/messages", messages(CLAUDE, false)).is(401);
    stranger.send("POST", "/v1/chat/completions", chat(CLAUDE, true)).is(401);
  }

  /** What of these words is in the stack's logs and data: {@code FILE: WORD}; none, it must be. */
  List<String> kept(Home home) {
    return Stream.of("logs", "data", "run")
        .flatMap(part -> canary.below(home.folder().resolve(part)).stream())
        .toList();
  }

  private String answered(String path, Object body) {
    Someone.Answer answer = program.send("POST", path, body);
    answer.is(200);
    return answer.headers().get("x-posthouse-request-id").getFirst();
  }

  private String word(String kind) {
    return canary.word(kind);
  }

  private Map<String, Object> messages(String model, boolean streamed) {
    Map<String, Object> body = new TreeMap<>();
    body.put("model", model);
    body.put("max_tokens", 50);
    body.put("stream", streamed);
    body.put("system", word("system"));
    body.put(
        "messages",
        List.of(
            Map.of("role", "user", "content", word("prompt")),
            Map.of("role", "assistant", "content", word("said")),
            Map.of("role", "user", "content", word("question"))));
    body.put(
        "tools",
        List.of(
            Map.of(
                "name",
                "look_up",
                "description",
                word("tool"),
                "input_schema",
                Map.of("type", "object"))));
    body.put("metadata", Map.of("user_id", word("user")));
    return body;
  }

  private Map<String, Object> chat(String model, boolean streamed) {
    return Map.of(
        "model",
        model,
        "stream",
        streamed,
        "messages",
        List.of(
            Map.of("role", "system", "content", word("system")),
            Map.of("role", "user", "content", word("prompt"))));
  }

  private Map<String, Object> responses(String model, boolean streamed) {
    return Map.of(
        "model",
        model,
        "stream",
        streamed,
        "store",
        false,
        "instructions",
        word("system"),
        "input",
        word("prompt"));
  }

  private Map<String, Object> gemini() {
    return Map.of(
        "contents",
        List.of(Map.of("role", "user", "parts", List.of(Map.of("text", word("prompt"))))));
  }
}
