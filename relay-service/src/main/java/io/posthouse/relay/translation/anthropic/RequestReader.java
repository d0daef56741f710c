package io.posthouse.relay.translation.anthropic;

import io.posthouse.relay.protocol.BadRequestException;
import io.posthouse.relay.translation.json.Drops;
import io.posthouse.relay.translation.json.Fields;
import io.posthouse.relay.translation.json.Json;
import io.posthouse.relay.translation.neutral.AnswerFormat;
import io.posthouse.relay.translation.neutral.Conversation;
import io.posthouse.relay.translation.neutral.Conversation.Limits;
import io.posthouse.relay.translation.neutral.Conversation.Manner;
import io.posthouse.relay.translation.neutral.Conversation.Sampling;
import io.posthouse.relay.translation.neutral.Conversation.Tooling;
import io.posthouse.relay.translation.neutral.Field;
import io.posthouse.relay.translation.neutral.Part;
import io.posthouse.relay.translation.neutral.Reasoning;
import io.posthouse.relay.translation.neutral.Role;
import io.posthouse.relay.translation.neutral.ToolChoice;
import io.posthouse.relay.translation.neutral.ToolSpec;
import io.posthouse.relay.translation.neutral.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads a Messages request. */
final class RequestReader {

  /** Claude Code's note to Anthropic's billing; means nothing to anyone else. */
  private static final String BILLING = "x-anthropic-billing-header:";

  private final Fields root;

  private RequestReader(Fields root) {
    this.root = root;
  }

  static Conversation read(byte[] body, Drops drops) {
    return new RequestReader(Fields.of(Json.request(body), drops)).read();
  }

  private Conversation read() {
    root.ignore("model", "stream");
    root.drop("service_tier", "inference_geo", "diagnostics", "speed", "cache_control");
    root.refuse("container", "mcp_servers", "fallbacks");
    contextManagement();
    List<Turn> turns = new ArrayList<>();
    system(turns);
    List<Fields> messages = root.objects("messages");
    if (messages.isEmpty()) {
      throw root.bad("messages", "at least one message is required");
    }
    messages.forEach(message -> turns.add(turn(message)));
    Field<Long> maxTokens = root.count("max_tokens", 0);
    if (maxTokens == null) {
      throw root.bad("max_tokens", "required");
    }
    Tooling tooling = tooling();
    Manner manner = manner(tooling);
    List<String> stops = root.texts("stop_sequences");
    Conversation conversation =
        new Conversation(
            turns,
            tooling,
            new Sampling(
                root.number("temperature"),
                root.number("top_p"),
                root.number("top_k"),
                null,
                null,
                null),
            new Limits(
                maxTokens,
                stops.isEmpty() ? null : new Field<>("stop_sequences", stops),
                null,
                null),
            manner,
            List.of());
    root.done();
    return conversation;
  }

  private void contextManagement() {
    Fields management = root.object("context_management");
    if (management == null) {
      return;
    }
    for (Fields edit : management.objects("edits")) {
      if (!edit.needText("type").startsWith("clear_")) {
        throw edit.bad("type", "cannot be used with this model's provider");
      }
    }
    management.done();
    root.drops().drop("context_management");
  }

  private void system(List<Turn> turns) {
    List<Part> parts = new ArrayList<>();
    for (Part part : content(root, "system")) {
      if (!(part instanceof Part.Text text)) {
        throw new BadRequestException(part.path(), part.path() + ": expected text");
      }
      if (!text.text().startsWith(BILLING)) {
        parts.add(text);
      }
    }
    if (!parts.isEmpty()) {
      turns.add(new Turn(Role.SYSTEM, parts, "system"));
    }
  }

  private Turn turn(Fields message) {
    Role role =
        switch (message.needText("role")) {
          case "user" -> Role.USER;
          case "assistant" -> Role.ASSISTANT;
          case "system" -> Role.SYSTEM;
          default -> throw message.bad("role", "expected user, assistant or system");
        };
    List<Part> parts = content(message, "content");
    message.done();
    return new Turn(role, parts, message.path());
  }

  private List<Part> content(Fields holder, String name) {
    var value = holder.any(name);
    if (value == null) {
      return List.of();
    }
    if (value.isString()) {
      return List.of(new Part.Text(holder.path(name), value.stringValue()));
    }
    List<Part> parts = new ArrayList<>();
    for (Fields block : holder.objects(name)) {
      parts.add(part(block));
      block.drop("cache_control");
      block.done();
    }
    return parts;
  }

  private Part part(Fields block) {
    return switch (block.needText("type")) {
      case "text" -> {
        block.drop("citations");
        block.ignore("parsed_output");
        yield new Part.Text(block.path(), orEmpty(block.text("text")));
      }
      case "image" -> new Part.Image(block.path(), source(block.needObject("source"), false), null);
      case "document" -> {
        block.drop("context", "citations");
        yield new Part.Document(
            block.path(), source(block.needObject("source"), true), block.text("title"));
      }
      case "tool_use" -> {
        block.ignore("caller");
        var input = block.raw("input");
        yield new Part.ToolCall(
            block.path("input"),
            block.needText("id"),
            block.needText("name"),
            input == null ? "{}" : Json.text(input),
            false);
      }
      case "tool_result" ->
          new Part.ToolResult(
              block.path(),
              block.needText("tool_use_id"),
              content(block, "content"),
              block.isSet("is_error"),
              false);
      case "thinking" -> Opaques.thinking(block);
      case "redacted_thinking" -> Opaques.redacted(block);
      case "tool_reference" -> new Part.Text(block.path(), orEmpty(block.text("tool_name")));
      default -> throw block.bad("type", "cannot be used with this model's provider");
    };
  }

  private static Part.Source source(Fields source, boolean document) {
    Part.Source read =
        switch (source.needText("type")) {
          case "base64" ->
              new Part.Source.Inline(source.needText("media_type"), source.needText("data"));
          case "url" ->
              new Part.Source.Remote(source.needText("url"), document ? "application/pdf" : null);
          case "text" -> {
            source.ignore("media_type");
            yield new Part.Source.Plain(source.needText("data"));
          }
          default -> throw source.bad("type", "cannot be used with this model's provider");
        };
    source.done();
    return read;
  }

  private Tooling tooling() {
    List<ToolSpec> tools = new ArrayList<>();
    for (Fields tool : root.objects("tools")) {
      String type = tool.text("type");
      if (type != null && !type.equals("custom")) {
        throw tool.bad("type", "cannot be used with this model's provider");
      }
      Field<Boolean> strict = tool.flag("strict");
      tool.drop(
          "cache_control",
          "defer_loading",
          "eager_input_streaming",
          "input_examples",
          "allowed_callers");
      tools.add(
          new ToolSpec(
              tool.path(),
              tool.needText("name"),
              tool.text("description"),
              tool.raw("input_schema"),
              strict == null ? null : strict.value(),
              false));
      tool.done();
    }
    Fields choice = root.object("tool_choice");
    if (choice == null) {
      return new Tooling(tools, null, null);
    }
    ToolChoice chosen =
        switch (choice.needText("type")) {
          case "auto" -> new ToolChoice.Auto();
          case "none" -> new ToolChoice.None();
          case "any" -> new ToolChoice.Any();
          case "tool" -> new ToolChoice.One(choice.needText("name"));
          default -> throw choice.bad("type", "expected auto, any, tool or none");
        };
    Field<Boolean> single = choice.flag("disable_parallel_tool_use");
    choice.done();
    return new Tooling(
        tools,
        new Field<>("tool_choice", chosen),
        single == null ? null : new Field<>(single.path(), !single.value()));
  }

  private Manner manner(Tooling tooling) {
    Field<Reasoning> effort = null;
    Field<AnswerFormat> format = format(root, "output_format");
    Fields output = root.object("output_config");
    if (output != null) {
      String word = output.text("effort");
      if (word != null) {
        effort = new Field<>(output.path("effort"), new Reasoning.Effort(level(output, word)));
      }
      Field<AnswerFormat> inside = format(output, "format");
      format = inside == null ? format : inside;
      if (output.has("task_budget")) {
        root.drops().drop("output_config.task_budget");
      }
      output.done();
    }
    Fields thinking = root.object("thinking");
    boolean show = false;
    Field<Reasoning> reasoning = effort;
    if (thinking != null) {
      Reasoning asked = reasoning(thinking, effort);
      reasoning = asked == null ? null : new Field<>("thinking", asked);
      String display = thinking.text("display");
      if (display != null) {
        root.drops().drop("thinking.display");
      }
      show = asked != null && !"omitted".equals(display);
      thinking.done();
      if (asked != null && tooling.choice() != null && tooling.choice().value().forces()) {
        throw root.bad("tool_choice", "thinking cannot be used when tool use is forced");
      }
    }
    return new Manner(reasoning, show, format, null, null, user());
  }

  private static @Nullable Reasoning reasoning(Fields thinking, @Nullable Field<Reasoning> effort) {
    return switch (thinking.needText("type")) {
      case "enabled" -> {
        Field<Long> budget = thinking.count("budget_tokens", 1024);
        if (budget == null) {
          throw thinking.bad("budget_tokens", "required");
        }
        yield new Reasoning.Budget(budget.value());
      }
      case "adaptive" -> effort == null ? new Reasoning.Adaptive() : effort.value();
      case "disabled" -> null;
      default -> throw thinking.bad("type", "expected enabled, adaptive or disabled");
    };
  }

  private static Reasoning.Level level(Fields output, String word) {
    try {
      return Reasoning.Level.valueOf(word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw output.bad("effort", "unknown effort");
    }
  }

  private static @Nullable Field<AnswerFormat> format(Fields holder, String name) {
    Fields format = holder.object(name);
    if (format == null) {
      return null;
    }
    if (!format.needText("type").equals("json_schema")) {
      throw format.bad("type", "expected json_schema");
    }
    var schema = format.raw("schema");
    if (schema == null) {
      throw format.bad("schema", "required");
    }
    format.done();
    return new Field<>(holder.path(name), new AnswerFormat.Schema(null, null, schema, null));
  }

  private @Nullable Field<String> user() {
    Fields metadata = root.object("metadata");
    if (metadata == null) {
      return null;
    }
    Field<String> user = metadata.textField("user_id");
    metadata.done();
    return user;
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
