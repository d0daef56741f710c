package io.posthouse.relay.translation.gemini;

import io.posthouse.relay.translation.json.Json;
import io.posthouse.relay.translation.neutral.AnswerFormat;
import io.posthouse.relay.translation.neutral.Conversation;
import io.posthouse.relay.translation.neutral.Conversation.Sampling;
import io.posthouse.relay.translation.neutral.Field;
import io.posthouse.relay.translation.neutral.Reasoning;
import io.posthouse.relay.translation.neutral.ToolChoice;
import io.posthouse.relay.translation.neutral.ToolSpec;
import io.posthouse.relay.translation.spoke.Writing;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a generateContent request (protocols.md 4.1, 4.2, the Gemini column). */
final class RequestWriter {

  private final Conversation asked;
  private final Writing writing;
  private final ObjectNode body = Json.object();
  private final ObjectNode config = Json.object();

  RequestWriter(Conversation asked, Writing writing) {
    this.asked = asked;
    this.writing = writing;
  }

  ObjectNode write() {
    new ContentList(asked.turns(), writing).writeTo(body);
    tools();
    limits();
    sampling();
    format();
    thinking();
    leaveOut();
    if (!config.isEmpty()) {
      body.set("generationConfig", config);
    }
    return body;
  }

  private void tools() {
    List<ToolSpec> tools = asked.tooling().tools();
    if (tools.isEmpty()) {
      return;
    }
    Field<Boolean> parallel = asked.tooling().parallel();
    if (parallel != null && !parallel.value()) {
      throw writing.refused(parallel.path());
    }
    Field<ToolChoice> choice = asked.tooling().choice();
    // A choice that demands nothing is said by showing only the tools it names.
    boolean some =
        choice != null && choice.value() instanceof ToolChoice.Allowed of && !of.required();
    ArrayNode list = body.putArray("tools").addObject().putArray("functionDeclarations");
    for (ToolSpec tool : tools) {
      if (tool.custom()) {
        throw writing.refused(tool.path());
      }
      if (!some || isAllowed(choice, tool)) {
        ObjectNode written = list.addObject().put("name", writing.names().up(tool.name()));
        if (tool.description() != null) {
          written.put("description", tool.description());
        }
        if (tool.schema() != null && !tool.schema().isEmpty()) {
          written.set("parametersJsonSchema", Schemas.forGemini(tool.schema()));
        }
      }
    }
    if (choice != null) {
      choice(choice.value());
    }
  }

  private static boolean isAllowed(@Nullable Field<ToolChoice> choice, ToolSpec tool) {
    return choice != null
        && choice.value() instanceof ToolChoice.Allowed allowed
        && allowed.names().contains(tool.name());
  }

  private void choice(ToolChoice choice) {
    ObjectNode calling = body.putObject("toolConfig").putObject("functionCallingConfig");
    switch (choice) {
      case ToolChoice.Auto _ -> calling.put("mode", "AUTO");
      case ToolChoice.None _ -> calling.put("mode", "NONE");
      case ToolChoice.Any _ -> calling.put("mode", "ANY");
      case ToolChoice.One one -> any(calling, List.of(one.name()));
      case ToolChoice.Allowed allowed -> {
        if (allowed.required()) {
          any(calling, allowed.names());
        } else {
          calling.put("mode", "AUTO");
        }
      }
    }
  }

  private void any(ObjectNode calling, List<String> names) {
    ArrayNode allowed = calling.put("mode", "ANY").putArray("allowedFunctionNames");
    names.forEach(name -> allowed.add(writing.names().up(name)));
  }

  private void limits() {
    Field<Long> cap = asked.limits().maxOutput();
    if (cap != null) {
      if (cap.value() == 0) {
        throw writing.bad(cap.path(), "expected at least 1 for this model");
      }
      config.put(
          "maxOutputTokens", Math.min(cap.value(), writing.target().traits().maxOutputTokens()));
    }
    Field<List<String>> stops = asked.limits().stops();
    if (stops != null) {
      if (stops.value().size() > 5) {
        throw writing.bad(stops.path(), "at most 5 for this model");
      }
      ArrayNode list = config.putArray("stopSequences");
      stops.value().forEach(list::add);
    }
    Field<Long> candidates = asked.limits().candidates();
    if (candidates != null && candidates.value() > 1) {
      throw writing.refused(candidates.path());
    }
    writing.refuse(asked.limits().topLogprobs());
  }

  private void sampling() {
    Sampling sampling = asked.sampling();
    put("temperature", sampling.temperature());
    put("topP", sampling.topP());
    put("topK", sampling.topK());
    put("presencePenalty", sampling.presencePenalty());
    put("frequencyPenalty", sampling.frequencyPenalty());
    put("seed", sampling.seed());
  }

  private void put(String name, @Nullable Field<JsonNode> number) {
    if (number != null) {
      config.set(name, number.value());
    }
  }

  private void format() {
    Field<AnswerFormat> format = asked.manner().format();
    if (format == null) {
      return;
    }
    config.put("responseMimeType", "application/json");
    if (format.value() instanceof AnswerFormat.Schema schema) {
      config.set("responseJsonSchema", Schemas.forGemini(schema.schema()));
    }
  }

  private void thinking() {
    Field<Reasoning> reasoning = asked.manner().reasoning();
    if (reasoning == null) {
      return;
    }
    ObjectNode thinking = Json.object();
    boolean off = reasoning.value() instanceof Reasoning.Off;
    switch (writing.target().traits().thinking()) {
      case NONE -> {
        writing.drop(reasoning);
        return;
      }
      case BUDGET -> thinking.put("thinkingBudget", budget(reasoning.value()));
      case LEVEL, EFFORT, ADAPTIVE -> {
        if (!(reasoning.value() instanceof Reasoning.Adaptive)) {
          thinking.put("thinkingLevel", level(reasoning.value().level()));
        }
      }
    }
    if (!off && asked.manner().showThinking()) {
      thinking.put("includeThoughts", true);
    }
    if (!thinking.isEmpty()) {
      config.set("thinkingConfig", thinking);
    }
  }

  private static long budget(Reasoning reasoning) {
    return switch (reasoning) {
      case Reasoning.Off _ -> 0;
      case Reasoning.Adaptive _ -> -1;
      case Reasoning.Budget(long tokens) -> tokens;
      case Reasoning.Effort effort ->
          switch (effort.level()) {
            case MINIMAL, LOW -> 1024;
            case MEDIUM -> 2048;
            case HIGH, XHIGH, MAX -> 4096;
          };
    };
  }

  private static String level(Reasoning.Level level) {
    return switch (level) {
      case MINIMAL, LOW -> "low";
      case MEDIUM -> "medium";
      case HIGH, XHIGH, MAX -> "high";
    };
  }

  private void leaveOut() {
    writing.drop(asked.manner().verbosity());
    writing.drop(asked.manner().user());
    Field<String> tier = asked.manner().tier();
    if (tier != null && !tier.value().equals("auto") && !tier.value().equals("default")) {
      throw writing.refused(tier.path());
    }
    asked.extras().forEach(extra -> writing.drops().drop(extra.name()));
  }
}
