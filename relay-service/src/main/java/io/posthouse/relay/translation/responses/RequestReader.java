package io.posthouse.relay.translation.responses;

import io.posthouse.relay.translation.json.Drops;
import io.posthouse.relay.translation.json.Fields;
import io.posthouse.relay.translation.json.Json;
import io.posthouse.relay.translation.neutral.AnswerFormat;
import io.posthouse.relay.translation.neutral.Conversation;
import io.posthouse.relay.translation.neutral.Conversation.Limits;
import io.posthouse.relay.translation.neutral.Conversation.Manner;
import io.posthouse.relay.translation.neutral.Conversation.Sampling;
import io.posthouse.relay.translation.neutral.Field;
import io.posthouse.relay.translation.neutral.Part;
import io.posthouse.relay.translation.neutral.Reasoning;
import io.posthouse.relay.translation.neutral.Role;
import io.posthouse.relay.translation.neutral.Turn;
import io.posthouse.relay.translation.openai.Shared;
import io.posthouse.relay.translation.spoke.ClientWish;
import io.posthouse.relay.translation.spoke.Spoke.Asked;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a Responses request. */
final class RequestReader {

  private static final String LOGPROBS = "message.output_text.logprobs";
  private static final String ENCRYPTED = "reasoning.encrypted_content";

  private final ObjectNode body;
  private final Fields root;
  private final Tools tools = new Tools();
  private @Nullable Field<AnswerFormat> format;
  private @Nullable Field<String> verbosity;
  private boolean logprobs;

  private RequestReader(ObjectNode body, Drops drops) {
    this.body = body;
    this.root = Fields.of(body, drops);
  }

  static Asked read(byte[] body, Drops drops) {
    return new RequestReader(Json.request(body), drops).read();
  }

  private Asked read() {
    root.ignore("model", "stream", "stream_options");
    root.refuse(
        "previous_response_id", "conversation", "prompt", "context_management", "moderation");
    root.drop("max_tool_calls", "client_metadata");
    stateAndTruncation();
    include();
    text();
    List<Turn> turns = turns();
    Field<Reasoning> reasoning = reasoning();
    Field<String> user = root.textField("safety_identifier");
    Field<String> older = root.textField("user");
    Field<Long> top = root.count("top_logprobs", 0);
    Field<Long> shown = !logprobs ? null : top != null ? top : new Field<>("include", 0L);
    Conversation conversation =
        new Conversation(
            turns,
            tools.read(root),
            new Sampling(root.number("temperature"), root.number("top_p"), null, null, null, null),
            new Limits(root.count("max_output_tokens", 1), null, null, shown),
            new Manner(
                reasoning,
                true,
                format,
                verbosity,
                root.textField("service_tier"),
                user == null ? older : user),
            Shared.extras(
                root,
                "metadata",
                "prompt_cache_key",
                "prompt_cache_retention",
                "prompt_cache_options"));
    root.done();
    return new Asked(
        conversation, new ClientWish(true, true, tools.namespaces(), Shell.echo(body)));
  }

  private void stateAndTruncation() {
    if (root.isSet("background")) {
      throw root.bad("background", "cannot be used with this model's provider");
    }
    if (root.isSet("store")) {
      root.drops().drop("store");
    }
    String truncation = root.text("truncation");
    if (truncation != null && !truncation.equals("disabled")) {
      throw root.bad("truncation", "cannot be used with this model's provider");
    }
  }

  private void include() {
    for (String included : root.texts("include")) {
      logprobs |= included.equals(LOGPROBS);
      if (!included.equals(LOGPROBS) && !included.equals(ENCRYPTED)) {
        root.drops().drop("include");
      }
    }
  }

  private void text() {
    Fields text = root.object("text");
    if (text == null) {
      return;
    }
    verbosity = text.textField("verbosity");
    Fields shape = text.object("format");
    if (shape != null) {
      AnswerFormat read =
          switch (shape.needText("type")) {
            case "text" -> null;
            case "json_object" -> new AnswerFormat.AnyJson();
            case "json_schema" -> Shared.schema(shape);
            default -> throw shape.bad("type", "expected text, json_object or json_schema");
          };
      shape.done();
      format = read == null ? null : new Field<>("text.format", read);
    }
    text.done();
  }

  private @Nullable Field<Reasoning> reasoning() {
    Fields reasoning = root.object("reasoning");
    if (reasoning == null) {
      return null;
    }
    Field<Reasoning> effort = Shared.effort(reasoning, "effort");
    // How reasoning is shown is the same everywhere: as a summary.
    reasoning.ignore("summary", "generate_summary");
    reasoning.done();
    return effort;
  }

  private List<Turn> turns() {
    List<Turn> turns = new ArrayList<>();
    String instructions = root.text("instructions");
    if (instructions != null && !instructions.isEmpty()) {
      turns.add(
          new Turn(
              Role.SYSTEM, List.of(new Part.Text("instructions", instructions)), "instructions"));
    }
    JsonNode input = root.any("input");
    if (input == null) {
      throw root.bad("input", "required");
    }
    if (input.isString()) {
      turns.add(new Turn(Role.USER, List.of(new Part.Text("input", input.stringValue())), "input"));
    } else {
      root.objects("input").forEach(item -> turns.add(Items.read(item)));
    }
    return turns;
  }
}
