package io.posthouse.relay.translation.anthropic;

import io.posthouse.relay.translation.json.Json;
import io.posthouse.relay.translation.neutral.AnswerFormat;
import io.posthouse.relay.translation.neutral.Conversation;
import io.posthouse.relay.translation.neutral.Conversation.Sampling;
import io.posthouse.relay.translation.neutral.Field;
import io.posthouse.relay.translation.neutral.ToolChoice;
import io.posthouse.relay.translation.neutral.ToolSpec;
import io.posthouse.relay.translation.spoke.CallIds;
import io.posthouse.relay.translation.spoke.ToolNames;
import io.posthouse.relay.translation.spoke.Writing;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a Messages request (protocols.md 4.1, 4.2, the Anthropic column). */
final class RequestWriter {

  private final Conversation asked;
  private final Writing writing;
  private final ObjectNode body = Json.object();

  RequestWriter(Conversation asked, Writing writing) {
    this.asked = asked;
    this.writing = writing;
  }

  ObjectNode write() {
    body.put("model", writing.target().model());
    Field<Long> cap = asked.limits().maxOutput();
    long most = writing.target().traits().maxOutputTokens();
    long maxTokens = cap == null ? most : Math.min(cap.value(), most);
    body.put("max_tokens", maxTokens);
    Turns turns = new Turns(writing);
    asked.turns().forEach(turns::add);
    turns.writeTo(body);
    if (writing.stream()) {
      body.put("stream", true);
    }
    tools();
    stops();
    boolean thinks =
        ThinkingSetting.write(body, asked, writing, maxTokens, turns.lastCallLacksThinking());
    sampling(thinks);
    format();
    tier();
    Field<String> user = asked.manner().user();
    if (user != null) {
      body.putObject("metadata").put("user_id", CallIds.digest(user.value(), 32));
    }
    leaveOut();
    return body;
  }

  private void tools() {
    List<ToolSpec> tools = asked.tooling().tools();
    if (tools.isEmpty()) {
      return;
    }
    ArrayNode list = body.putArray("tools");
    for (ToolSpec tool : tools) {
      ObjectNode written = list.addObject();
      written.put("name", writing.names().up(tool.name()));
      if (tool.description() != null) {
        written.put("description", tool.description());
      }
      if (tool.custom()) {
        writing.names().wrap(tool.name());
      }
      written.set("input_schema", schema(tool));
      if (Boolean.TRUE.equals(tool.strict())) {
        written.put("strict", true);
      }
    }
    ObjectNode choice = choice();
    Field<Boolean> parallel = asked.tooling().parallel();
    if (parallel != null && !parallel.value()) {
      if (choice == null) {
        choice = Json.object().put("type", "auto");
      }
      if (!"none".equals(Json.text(choice, "type"))) {
        choice.put("disable_parallel_tool_use", true);
      }
    }
    if (choice != null) {
      body.set("tool_choice", choice);
    }
  }

  private static ObjectNode schema(ToolSpec tool) {
    if (tool.custom()) {
      ObjectNode schema = Json.object().put("type", "object");
      schema.putObject("properties").putObject(ToolNames.INPUT).put("type", "string");
      schema.putArray("required").add(ToolNames.INPUT);
      return schema;
    }
    ObjectNode given = tool.schema();
    if (given == null || given.isEmpty()) {
      ObjectNode schema = Json.object().put("type", "object");
      schema.putObject("properties");
      return schema;
    }
    return given;
  }

  private @Nullable ObjectNode choice() {
    Field<ToolChoice> choice = asked.tooling().choice();
    if (choice == null) {
      return null;
    }
    return switch (choice.value()) {
      case ToolChoice.Auto _ -> Json.object().put("type", "auto");
      case ToolChoice.None _ -> Json.object().put("type", "none");
      case ToolChoice.Any _ -> Json.object().put("type", "any");
      case ToolChoice.One one ->
          Json.object().put("type", "tool").put("name", writing.names().up(one.name()));
      case ToolChoice.Allowed allowed -> {
        var all = new HashSet<>(asked.tooling().tools().stream().map(ToolSpec::name).toList());
        if (!all.equals(new HashSet<>(allowed.names()))) {
          throw writing.refused(choice.path());
        }
        yield Json.object().put("type", allowed.required() ? "any" : "auto");
      }
    };
  }

  private void stops() {
    Field<List<String>> stops = asked.limits().stops();
    if (stops == null) {
      return;
    }
    ArrayNode list = body.putArray("stop_sequences");
    for (String stop : stops.value()) {
      if (stop.isBlank()) {
        throw writing.bad(stops.path(), "must be more than white space for this model");
      }
      list.add(stop);
    }
  }

  private void sampling(boolean thinks) {
    Sampling sampling = asked.sampling();
    boolean none =
        !writing.target().traits().sampling()
            || !writing.target().anthropicVersion().equals("2023-06-01");
    if (none || thinks) {
      writing.drop(sampling.temperature());
      writing.drop(sampling.topK());
      writing.drop(sampling.topP());
      return;
    }
    Field<JsonNode> temperature = sampling.temperature();
    if (temperature != null) {
      boolean hot = temperature.value().decimalValue().compareTo(BigDecimal.ONE) > 0;
      body.set("temperature", hot ? Json.number(1) : temperature.value());
      // Newer models take one of the two.
      writing.drop(sampling.topP());
    } else if (sampling.topP() != null) {
      body.set("top_p", sampling.topP().value());
    }
    if (sampling.topK() != null) {
      body.set("top_k", sampling.topK().value());
    }
  }

  private void format() {
    Field<AnswerFormat> format = asked.manner().format();
    if (format == null) {
      return;
    }
    switch (format.value()) {
      case AnswerFormat.AnyJson _ -> throw writing.refused(format.path());
      case AnswerFormat.Schema schema ->
          body.withObject("/output_config")
              .putObject("format")
              .put("type", "json_schema")
              .set("schema", schema.schema());
    }
  }

  private void tier() {
    Field<String> tier = asked.manner().tier();
    if (tier == null) {
      return;
    }
    switch (tier.value()) {
      case "auto" -> body.put("service_tier", "auto");
      case "default" -> body.put("service_tier", "standard_only");
      default -> throw writing.refused(tier.path());
    }
  }

  private void leaveOut() {
    dropUnlessZero(asked.sampling().presencePenalty());
    dropUnlessZero(asked.sampling().frequencyPenalty());
    writing.drop(asked.sampling().seed());
    Field<Long> candidates = asked.limits().candidates();
    if (candidates != null && candidates.value() > 1) {
      throw writing.refused(candidates.path());
    }
    writing.refuse(asked.limits().topLogprobs());
    writing.drop(asked.manner().verbosity());
    asked.extras().forEach(extra -> writing.drops().drop(extra.name()));
  }

  private void dropUnlessZero(@Nullable Field<JsonNode> penalty) {
    if (penalty != null && penalty.value().decimalValue().signum() != 0) {
      writing.drop(penalty);
    }
  }
}
