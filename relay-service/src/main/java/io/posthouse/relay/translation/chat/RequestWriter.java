package io.posthouse.relay.translation.chat;

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
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a Chat request (protocols.md 4.1, 4.2, the Chat column). */
final class RequestWriter {

  /** OpenAI's own models refuse the older name of the cap; many compatibles know no other. */
  private static final Pattern OPENAIS_OWN = Pattern.compile("(?:.*/)?(?:gpt|o\\d|chatgpt).*");

  private final Conversation asked;
  private final Writing writing;
  private final ObjectNode body = Json.object();

  RequestWriter(Conversation asked, Writing writing) {
    this.asked = asked;
    this.writing = writing;
  }

  ObjectNode write() {
    body.put("model", writing.target().model());
    body.set("messages", new MessageList(asked.turns(), writing).write());
    if (writing.stream()) {
      body.put("stream", true);
      if (writing.target().streamOptions()) {
        body.putObject("stream_options").put("include_usage", true);
      }
    }
    Field<Long> cap = asked.limits().maxOutput();
    if (cap != null) {
      if (cap.value() == 0) {
        throw writing.bad(cap.path(), "expected at least 1 for this model");
      }
      body.put(
          isOpenAisOwn() ? "max_completion_tokens" : "max_tokens",
          Math.min(cap.value(), writing.target().traits().maxOutputTokens()));
    }
    tools();
    stops();
    sampling();
    reasoning();
    format();
    rest();
    return body;
  }

  private boolean isOpenAisOwn() {
    return OPENAIS_OWN.matcher(writing.target().model()).matches();
  }

  private void tools() {
    List<ToolSpec> tools = asked.tooling().tools();
    if (tools.isEmpty()) {
      return;
    }
    ArrayNode list = body.putArray("tools");
    for (ToolSpec tool : tools) {
      String kind = tool.custom() ? "custom" : "function";
      ObjectNode written = list.addObject().put("type", kind).putObject(kind);
      written.put("name", writing.names().up(tool.name()));
      if (tool.description() != null) {
        written.put("description", tool.description());
      }
      if (!tool.custom()) {
        if (tool.schema() != null) {
          written.set("parameters", tool.schema());
        }
        if (tool.strict() != null) {
          written.put("strict", tool.strict());
        }
      }
    }
    choice();
    Field<Boolean> parallel = asked.tooling().parallel();
    if (parallel != null) {
      body.put("parallel_tool_calls", parallel.value());
    }
  }

  private void choice() {
    Field<ToolChoice> choice = asked.tooling().choice();
    if (choice == null) {
      return;
    }
    String word = ToolChoices.word(choice.value());
    if (word != null) {
      body.put("tool_choice", word);
      return;
    }
    ObjectNode written = body.putObject("tool_choice");
    if (choice.value() instanceof ToolChoice.One one) {
      tool(written, one.name());
    } else if (choice.value() instanceof ToolChoice.Allowed allowed) {
      ObjectNode inside = written.put("type", "allowed_tools").putObject("allowed_tools");
      inside.put("mode", allowed.required() ? "required" : "auto");
      ArrayNode list = inside.putArray("tools");
      allowed.names().forEach(name -> tool(list.addObject(), name));
    }
  }

  private void tool(ObjectNode to, String name) {
    boolean custom =
        asked.tooling().tools().stream()
            .anyMatch(tool -> tool.name().equals(name) && tool.custom());
    String kind = custom ? "custom" : "function";
    to.put("type", kind).putObject(kind).put("name", writing.names().up(name));
  }

  private void stops() {
    Field<List<String>> stops = asked.limits().stops();
    if (stops == null) {
      return;
    }
    if (stops.value().size() > 4) {
      throw writing.bad(stops.path(), "at most 4 for this model");
    }
    ArrayNode list = body.putArray("stop");
    stops.value().forEach(list::add);
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
    put("presence_penalty", sampling.presencePenalty());
    put("frequency_penalty", sampling.frequencyPenalty());
    put("seed", sampling.seed());
  }

  private void put(String name, @Nullable Field<JsonNode> number) {
    if (number != null) {
      body.set(name, number.value());
    }
  }

  private void reasoning() {
    var reasoning = asked.manner().reasoning();
    if (writing.target().traits().thinking() == ModelTraits.Thinking.NONE) {
      writing.drop(reasoning);
      return;
    }
    String word = Shared.word(reasoning);
    if (word != null) {
      body.put("reasoning_effort", word);
    }
  }

  private void format() {
    Field<AnswerFormat> format = asked.manner().format();
    if (format == null) {
      return;
    }
    ObjectNode written = body.putObject("response_format");
    switch (format.value()) {
      case AnswerFormat.AnyJson _ -> written.put("type", "json_object");
      case AnswerFormat.Schema schema ->
          Shared.schema(schema, written.put("type", "json_schema").putObject("json_schema"));
    }
  }

  private void rest() {
    Field<Long> candidates = asked.limits().candidates();
    if (candidates != null && candidates.value() > 1) {
      throw writing.refused(candidates.path());
    }
    Field<Long> top = asked.limits().topLogprobs();
    if (top != null) {
      body.put("logprobs", true).put("top_logprobs", top.value());
    }
    if (asked.manner().verbosity() != null) {
      body.put("verbosity", asked.manner().verbosity().value());
    }
    Shared.tier(body, asked.manner().tier());
    Field<String> user = asked.manner().user();
    if (isOpenAisOwn() || !writing.fromMessages()) {
      Shared.user(body, user, writing.fromMessages());
    } else {
      writing.drop(user);
    }
    asked.extras().forEach(extra -> body.set(extra.name(), extra.value()));
  }
}
