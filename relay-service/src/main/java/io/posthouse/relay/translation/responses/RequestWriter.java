package io.posthouse.relay.translation.responses;

import io.posthouse.relay.translation.ModelTraits;
import io.posthouse.relay.translation.json.Json;
import io.posthouse.relay.translation.neutral.AnswerFormat;
import io.posthouse.relay.translation.neutral.Conversation;
import io.posthouse.relay.translation.neutral.Conversation.Sampling;
import io.posthouse.relay.translation.neutral.Field;
import io.posthouse.relay.translation.neutral.ToolChoice;
import io.posthouse.relay.translation.neutral.ToolSpec;
import io.posthouse.relay.translation.openai.Shared;
import io.posthouse.relay.translation.openai.ToolChoices;
import io.posthouse.relay.translation.spoke.Writing;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a Responses request (protocols.md 4.1, 4.2, the Responses column). */
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
    new InputList(asked.turns(), writing).writeTo(body);
    body.put("store", false);
    if (writing.stream()) {
      body.put("stream", true);
    }
    limits();
    tools();
    sampling();
    ArrayNode include = Json.array();
    reasoning(include);
    text();
    Field<Long> top = asked.limits().topLogprobs();
    if (top != null) {
      include.add("message.output_text.logprobs");
      body.put("top_logprobs", top.value());
    }
    if (!include.isEmpty()) {
      body.set("include", include);
    }
    Shared.tier(body, asked.manner().tier());
    Shared.user(body, asked.manner().user(), writing.fromMessages());
    for (Conversation.Extra extra : asked.extras()) {
      if (extra.name().equals("store")) {
        writing.drops().drop("store");
      } else {
        body.set(extra.name(), extra.value());
      }
    }
    return body;
  }

  private void limits() {
    Field<Long> cap = asked.limits().maxOutput();
    if (cap != null) {
      if (cap.value() == 0) {
        throw writing.bad(cap.path(), "expected at least 1 for this model");
      }
      // The API takes no less than 16.
      long most = Math.min(cap.value(), writing.target().traits().maxOutputTokens());
      body.put("max_output_tokens", Math.max(16, most));
    }
    writing.refuse(asked.limits().stops());
    Field<Long> candidates = asked.limits().candidates();
    if (candidates != null && candidates.value() > 1) {
      throw writing.refused(candidates.path());
    }
  }

  private void tools() {
    if (asked.tooling().tools().isEmpty()) {
      return;
    }
    ArrayNode list = body.putArray("tools");
    for (ToolSpec tool : asked.tooling().tools()) {
      ObjectNode written = list.addObject().put("type", tool.custom() ? "custom" : "function");
      written.put("name", writing.names().up(tool.name()));
      if (tool.description() != null) {
        written.put("description", tool.description());
      }
      if (!tool.custom()) {
        written.set("parameters", schema(tool));
        // Said either way: here it would be on unless told.
        written.put("strict", Boolean.TRUE.equals(tool.strict()));
      }
    }
    choice();
    Field<Boolean> parallel = asked.tooling().parallel();
    if (parallel != null) {
      body.put("parallel_tool_calls", parallel.value());
    }
  }

  private static ObjectNode schema(ToolSpec tool) {
    ObjectNode given = tool.schema();
    if (given != null) {
      return given;
    }
    ObjectNode empty = Json.object().put("type", "object");
    empty.putObject("properties");
    return empty;
  }

  private void choice() {
    Field<ToolChoice> choice = asked.tooling().choice();
    if (choice == null) {
      return;
    }
    String word = ToolChoices.word(choice.value());
    if (word != null) {
      body.put("tool_choice", word);
    } else if (choice.value() instanceof ToolChoice.One one) {
      tool(body.putObject("tool_choice"), one.name());
    } else if (choice.value() instanceof ToolChoice.Allowed allowed) {
      ObjectNode written = body.putObject("tool_choice").put("type", "allowed_tools");
      written.put("mode", allowed.required() ? "required" : "auto");
      ArrayNode list = written.putArray("tools");
      allowed.names().forEach(name -> tool(list.addObject(), name));
    }
  }

  private void tool(ObjectNode to, String name) {
    boolean custom =
        asked.tooling().tools().stream()
            .anyMatch(tool -> tool.name().equals(name) && tool.custom());
    to.put("type", custom ? "custom" : "function").put("name", writing.names().up(name));
  }

  private void sampling() {
    Sampling sampling = asked.sampling();
    if (writing.target().traits().sampling()) {
      put("temperature", sampling.temperature());
      put("top_p", sampling.topP());
    } else {
      writing.drop(sampling.temperature());
      writing.drop(sampling.topP());
    }
    writing.drop(sampling.topK());
    writing.drop(sampling.seed());
    dropUnlessZero(sampling.presencePenalty());
    dropUnlessZero(sampling.frequencyPenalty());
  }

  private void put(String name, @Nullable Field<JsonNode> number) {
    if (number != null) {
      body.set(name, number.value());
    }
  }

  private void dropUnlessZero(@Nullable Field<JsonNode> penalty) {
    if (penalty != null && penalty.value().decimalValue().signum() != 0) {
      writing.drop(penalty);
    }
  }

  private void reasoning(ArrayNode include) {
    var reasoning = asked.manner().reasoning();
    if (writing.target().traits().thinking() == ModelTraits.Thinking.NONE) {
      writing.drop(reasoning);
      return;
    }
    include.add("reasoning.encrypted_content");
    String word = Shared.word(reasoning);
    if (word != null) {
      ObjectNode written = body.putObject("reasoning").put("effort", word);
      if (asked.manner().showThinking() && !word.equals("none")) {
        written.put("summary", "auto");
      }
    }
  }

  private void text() {
    Field<AnswerFormat> format = asked.manner().format();
    Field<String> verbosity = asked.manner().verbosity();
    if (format == null && verbosity == null) {
      return;
    }
    ObjectNode text = body.putObject("text");
    if (format != null) {
      ObjectNode written = text.putObject("format");
      switch (format.value()) {
        case AnswerFormat.AnyJson _ -> written.put("type", "json_object");
        case AnswerFormat.Schema schema ->
            Shared.schema(schema, written.put("type", "json_schema"));
      }
    }
    if (verbosity != null) {
      text.put("verbosity", verbosity.value());
    }
  }
}
