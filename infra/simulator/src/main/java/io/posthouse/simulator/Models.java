package io.posthouse.simulator;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The models that are listed. Any other name is served as well. */
final class Models {

  private static final List<String> NAMES =
      List.of(
          "claude-sonnet-4-5",
          "claude-haiku-4-5",
          "gpt-5",
          "gpt-5-mini",
          "sim-slow",
          "sim-hang",
          "sim-hang-mid",
          "sim-cut",
          "sim-eof",
          "sim-error",
          "sim-error-mid",
          "sim-no-usage",
          "sim-html",
          "sim-long");

  private static final long CREATED = 1_767_225_600L;

  private Models() {}

  /** {@code GET /v1/models} and {@code GET /v1/models/{id}}. */
  static List<Step> answer(Dialect dialect, String path, String id) {
    if (path.equals("/v1/models")) {
      return Script.json(200, list());
    }
    String name = path.substring("/v1/models/".length());
    return NAMES.contains(name)
        ? Script.json(200, model(name))
        : Script.refusal(dialect, 404, "model: not found", id);
  }

  private static ObjectNode list() {
    ObjectNode list = Dialect.JSON.createObjectNode().put("object", "list");
    NAMES.forEach(name -> list.withArray("data").add(model(name)));
    return list.put("has_more", false)
        .put("first_id", NAMES.getFirst())
        .put("last_id", NAMES.getLast());
  }

  private static ObjectNode model(String name) {
    return Dialect.JSON
        .createObjectNode()
        .put("id", name)
        .put("object", "model")
        .put("created", CREATED)
        .put("owned_by", "posthouse-simulator")
        .put("type", "model")
        .put("display_name", name + " (simulated)")
        .put("lifecycle", "active")
        .put("created_at", "2026-01-01T00:00:00Z")
        .put("max_input_tokens", 200_000)
        .put("max_tokens", 32_000);
  }
}
