package io.posthouse.relay.translation.chat;

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
import io.posthouse.relay.translation.neutral.ToolChoice;
import io.posthouse.relay.translation.neutral.ToolSpec;
import io.posthouse.relay.translation.neutral.Turn;
import io.posthouse.relay.translation.openai.Shared;
import io.posthouse.relay.translation.openai.ToolChoices;
import io.posthouse.relay.translation.spoke.ClientWish;
import io.posthouse.relay.translation.spoke.Spoke.Asked;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads a Chat request. */
final class RequestReader {

  private final Fields root;

  private RequestReader(Fields root) {
    this.root = root;
  }

  static Asked read(byte[] body, Drops drops) {
    return new RequestReader(Fields.of(Json.request(body), drops)).read();
  }

  private Asked read() {
    root.ignore("model", "stream");
    root.refuse(
        "functions",
        "function_call",
        "logit_bias",
        "audio",
        "prediction",
        "web_search_options",
        "moderation");
    root.drop("top_k");
    modalities();
    List<Fields> messages = root.objects("messages");
    if (messages.isEmpty()) {
      throw root.bad("messages", "at least one message is required");
    }
    List<Turn> turns = new ArrayList<>();
    messages.forEach(message -> turns.add(Messages.read(message)));
    Conversation conversation =
        new Conversation(
            turns,
            tooling(),
            new Sampling(
                root.number("temperature"),
                root.number("top_p"),
                null,
                root.number("presence_penalty"),
                root.number("frequency_penalty"),
                root.number("seed")),
            limits(),
            manner(),
            Shared.extras(
                root,
                "store",
                "metadata",
                "prompt_cache_key",
                "prompt_cache_retention",
                "prompt_cache_options"));
    boolean usage = usageAskedFor();
    root.done();
    return new Asked(conversation, new ClientWish(usage, true, Map.of(), null));
  }

  private void modalities() {
    for (String modality : root.texts("modalities")) {
      if (!modality.equals("text")) {
        throw root.bad("modalities", "cannot be used with this model's provider");
      }
    }
  }

  private boolean usageAskedFor() {
    Fields options = root.object("stream_options");
    if (options == null) {
      return false;
    }
    options.ignore("include_obfuscation");
    boolean usage = options.isSet("include_usage");
    options.done();
    return usage;
  }

  private Limits limits() {
    Field<Long> cap = root.count("max_completion_tokens", 1);
    Field<Long> old = root.count("max_tokens", 1);
    return new Limits(cap == null ? old : cap, stops(), root.count("n", 1), logprobs());
  }

  private @Nullable Field<List<String>> stops() {
    JsonNode stop = root.any("stop");
    if (stop == null) {
      return null;
    }
    return new Field<>("stop", stop.isString() ? List.of(stop.stringValue()) : root.texts("stop"));
  }

  private @Nullable Field<Long> logprobs() {
    boolean asked = root.isSet("logprobs");
    Field<Long> top = root.count("top_logprobs", 0);
    if (top != null && (asked || top.value() > 0)) {
      return top;
    }
    return asked ? new Field<>("logprobs", 0L) : null;
  }

  private Tooling tooling() {
    List<ToolSpec> tools = new ArrayList<>();
    for (Fields tool : root.objects("tools")) {
      tools.add(tool(tool));
      tool.done();
    }
    return new Tooling(
        tools, ToolChoices.read(root, RequestReader::choice), root.flag("parallel_tool_calls"));
  }

  private static ToolSpec tool(Fields tool) {
    tool.drop("cache_control");
    return switch (tool.needText("type")) {
      case "function" -> {
        Fields function = tool.needObject("function");
        Field<Boolean> strict = function.flag("strict");
        ToolSpec spec =
            new ToolSpec(
                tool.path(),
                function.needText("name"),
                function.text("description"),
                function.raw("parameters"),
                strict == null ? null : strict.value(),
                false);
        function.done();
        yield spec;
      }
      case "custom" -> {
        Fields custom = tool.needObject("custom");
        Fields format = custom.object("format");
        if (format != null && !format.needText("type").equals("text")) {
          throw custom.bad("format", "cannot be used with this model's provider");
        }
        ToolSpec spec =
            new ToolSpec(
                tool.path(), custom.needText("name"), custom.text("description"), null, null, true);
        custom.done();
        yield spec;
      }
      default -> throw tool.bad("type", "cannot be used with this model's provider");
    };
  }

  private static ToolChoice choice(Fields choice) {
    return switch (choice.needText("type")) {
      case "function" -> new ToolChoice.One(choice.needObject("function").needText("name"));
      case "custom" -> new ToolChoice.One(choice.needObject("custom").needText("name"));
      case "allowed_tools" -> allowed(choice.needObject("allowed_tools"));
      default -> throw choice.bad("type", "cannot be used with this model's provider");
    };
  }

  private static ToolChoice allowed(Fields allowed) {
    List<String> names = new ArrayList<>();
    for (Fields tool : allowed.objects("tools")) {
      names.add(tool.needObject(tool.needText("type")).needText("name"));
      tool.done();
    }
    boolean required = ToolChoices.required(allowed);
    allowed.done();
    return new ToolChoice.Allowed(names, required);
  }

  private Manner manner() {
    Field<String> user = root.textField("safety_identifier");
    Field<String> older = root.textField("user");
    return new Manner(
        Shared.effort(root, "reasoning_effort"),
        true,
        format(),
        root.textField("verbosity"),
        root.textField("service_tier"),
        user == null ? older : user);
  }

  private @Nullable Field<AnswerFormat> format() {
    Fields format = root.object("response_format");
    if (format == null) {
      return null;
    }
    AnswerFormat read =
        switch (format.needText("type")) {
          case "text" -> null;
          case "json_object" -> new AnswerFormat.AnyJson();
          case "json_schema" -> {
            Fields inside = format.needObject("json_schema");
            AnswerFormat schema = Shared.schema(inside);
            inside.done();
            yield schema;
          }
          default -> throw format.bad("type", "expected text, json_object or json_schema");
        };
    format.done();
    return read == null ? null : new Field<>("response_format", read);
  }
}
