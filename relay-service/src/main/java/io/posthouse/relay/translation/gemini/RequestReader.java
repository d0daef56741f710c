package io.posthouse.relay.translation.gemini;

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
import io.posthouse.relay.translation.neutral.Reasoning;
import io.posthouse.relay.translation.neutral.ToolChoice;
import io.posthouse.relay.translation.neutral.ToolSpec;
import io.posthouse.relay.translation.spoke.ClientWish;
import io.posthouse.relay.translation.spoke.Spoke.Asked;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads a generateContent request, its names in camel or snake case. */
final class RequestReader {

  private final Fields root;
  private boolean showThoughts;
  private @Nullable Field<Reasoning> reasoning;

  private RequestReader(Fields root) {
    this.root = root;
  }

  static Asked read(byte[] body, Drops drops) {
    return new RequestReader(Fields.inEitherCase(Json.request(body), drops)).read();
  }

  private Asked read() {
    root.ignore("model");
    root.drop("safetySettings", "labels");
    root.refuse("cachedContent");
    if (!root.has("contents")) {
      throw root.bad("contents", "at least one content is required");
    }
    Contents contents = new Contents();
    contents.system(root.object("systemInstruction"));
    root.objects("contents").forEach(contents::add);
    List<ToolSpec> tools = tools();
    Field<ToolChoice> choice = choice();
    Fields config = root.object("generationConfig");
    Sampling sampling = new Sampling(null, null, null, null, null, null);
    Limits limits = new Limits(null, null, null, null);
    Field<AnswerFormat> format = null;
    if (config != null) {
      config.refuse("responseLogprobs", "logprobs", "speechConfig", "imageConfig");
      config.drop("enableEnhancedCivicAnswers", "mediaResolution");
      for (String modality : config.texts("responseModalities")) {
        if (!modality.equalsIgnoreCase("text")) {
          throw config.bad("responseModalities", "cannot be used with this model's provider");
        }
      }
      sampling =
          new Sampling(
              config.number("temperature"),
              config.number("topP"),
              config.number("topK"),
              config.number("presencePenalty"),
              config.number("frequencyPenalty"),
              config.number("seed"));
      List<String> stops = config.texts("stopSequences");
      limits =
          new Limits(
              config.count("maxOutputTokens", 1),
              stops.isEmpty() ? null : new Field<>(config.path("stopSequences"), stops),
              config.count("candidateCount", 1),
              null);
      format = format(config);
      thinking(config.object("thinkingConfig"));
      config.done();
    }
    root.done();
    return new Asked(
        new Conversation(
            contents.turns(),
            new Tooling(tools, choice, null),
            sampling,
            limits,
            new Manner(reasoning, showThoughts, format, null, null, null),
            List.of()),
        new ClientWish(true, showThoughts, Map.of(), null));
  }

  private void thinking(@Nullable Fields config) {
    if (config == null) {
      return;
    }
    showThoughts = config.isSet("includeThoughts");
    String level = config.text("thinkingLevel");
    var budget = config.number("thinkingBudget");
    if (level != null) {
      try {
        reasoning =
            new Field<>(
                config.path("thinkingLevel"),
                new Reasoning.Effort(Reasoning.Level.valueOf(level.toUpperCase(Locale.ROOT))));
      } catch (IllegalArgumentException unknown) {
        throw config.bad("thinkingLevel", "unknown level");
      }
    } else if (budget != null) {
      long tokens = budget.value().canConvertToLong() ? budget.value().longValue() : -2;
      if (tokens < -1) {
        throw config.bad("thinkingBudget", "expected a whole number >= -1");
      }
      reasoning =
          new Field<>(
              config.path("thinkingBudget"),
              tokens == 0
                  ? new Reasoning.Off()
                  : tokens == -1 ? new Reasoning.Adaptive() : new Reasoning.Budget(tokens));
    }
    config.done();
  }

  private static @Nullable Field<AnswerFormat> format(Fields config) {
    String type = config.text("responseMimeType");
    ObjectNode schema = config.raw("responseJsonSchema");
    ObjectNode older = config.raw("responseSchema");
    if (schema == null && older != null) {
      schema = Schemas.fromOpenApi(older);
    }
    if (type == null || type.equals("text/plain")) {
      return null;
    }
    if (!type.equals("application/json")) {
      throw config.bad("responseMimeType", "cannot be used with this model's provider");
    }
    return new Field<>(
        config.path("responseMimeType"),
        schema == null
            ? new AnswerFormat.AnyJson()
            : new AnswerFormat.Schema(null, null, schema, null));
  }

  private List<ToolSpec> tools() {
    List<ToolSpec> tools = new ArrayList<>();
    for (Fields tool : root.objects("tools")) {
      for (Fields declared : tool.objects("functionDeclarations")) {
        declared.ignore("behavior", "response", "responseJsonSchema");
        ObjectNode schema = declared.raw("parametersJsonSchema");
        ObjectNode older = declared.raw("parameters");
        tools.add(
            new ToolSpec(
                declared.path(),
                declared.needText("name"),
                declared.text("description"),
                schema != null ? schema : older == null ? null : Schemas.fromOpenApi(older),
                null,
                false));
        declared.done();
      }
      tool.done();
    }
    return tools;
  }

  private @Nullable Field<ToolChoice> choice() {
    Fields config = root.object("toolConfig");
    if (config == null) {
      return null;
    }
    Fields calling = config.object("functionCallingConfig");
    config.done();
    if (calling == null) {
      return null;
    }
    String mode = calling.text("mode");
    List<String> names = calling.texts("allowedFunctionNames");
    calling.done();
    ToolChoice choice =
        switch (mode == null ? "AUTO" : mode.toUpperCase(Locale.ROOT)) {
          case "AUTO", "MODE_UNSPECIFIED" -> new ToolChoice.Auto();
          case "NONE" -> new ToolChoice.None();
          case "ANY" -> any(names, true);
          case "VALIDATED" -> any(names, false);
          default -> throw calling.bad("mode", "expected AUTO, ANY or NONE");
        };
    return new Field<>(calling.path(), choice);
  }

  private static ToolChoice any(List<String> names, boolean required) {
    if (names.isEmpty()) {
      return required ? new ToolChoice.Any() : new ToolChoice.Auto();
    }
    return names.size() == 1 && required
        ? new ToolChoice.One(names.getFirst())
        : new ToolChoice.Allowed(names, required);
  }
}
