package io.posthouse.relay.translation.anthropic;

import io.posthouse.relay.translation.json.Json;
import io.posthouse.relay.translation.neutral.Opaque;
import io.posthouse.relay.translation.neutral.Part;
import io.posthouse.relay.translation.neutral.Role;
import io.posthouse.relay.translation.neutral.Turn;
import io.posthouse.relay.translation.spoke.CallIds;
import io.posthouse.relay.translation.spoke.ToolNames;
import io.posthouse.relay.translation.spoke.Writing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns as Anthropic wants them: neighbours of one role joined, tool results first, no empty text,
 * no white space at the end of a prefilled answer.
 */
final class Turns {

  private static final Set<String> PICTURES =
      Set.of("image/jpeg", "image/png", "image/gif", "image/webp");

  private final Writing writing;
  private final List<ObjectNode> system = new ArrayList<>();
  private final List<Message> messages = new ArrayList<>();

  private static final class Message {
    final Role role;
    final String path;
    final List<ObjectNode> results = new ArrayList<>();
    final List<ObjectNode> blocks = new ArrayList<>();

    Message(Role role, String path) {
      this.role = role;
      this.path = path;
    }

    boolean isEmpty() {
      return results.isEmpty() && blocks.isEmpty();
    }

    boolean has(String type) {
      return blocks.stream().anyMatch(block -> type.equals(Json.text(block, "type")));
    }
  }

  Turns(Writing writing) {
    this.writing = writing;
  }

  void add(Turn turn) {
    if (turn.role() == Role.SYSTEM) {
      system(turn);
      return;
    }
    Message message = new Message(turn.role(), turn.path());
    turn.parts().forEach(part -> add(part, message));
    join(message);
  }

  private void system(Turn turn) {
    Message message = new Message(Role.SYSTEM, turn.path());
    turn.parts().forEach(part -> add(part, message));
    boolean late = !messages.isEmpty() && writing.target().traits().lateSystem();
    if (late) {
      join(message);
    } else {
      system.addAll(message.blocks);
    }
  }

  private void join(Message message) {
    if (message.role == Role.ASSISTANT && message.isEmpty()) {
      return;
    }
    Message last = messages.isEmpty() ? null : messages.getLast();
    if (last != null && last.role == message.role) {
      last.results.addAll(message.results);
      last.blocks.addAll(message.blocks);
    } else {
      messages.add(message);
    }
  }

  /** Whether tools were called in the running turn and no reasoning stands before the calls. */
  boolean lastCallLacksThinking() {
    for (int i = messages.size() - 1; i >= 0; i--) {
      Message message = messages.get(i);
      if (message.role == Role.ASSISTANT) {
        return message.has("tool_use") && !message.has("thinking");
      }
    }
    return false;
  }

  void writeTo(ObjectNode body) {
    if (!system.isEmpty()) {
      ArrayNode blocks = body.putArray("system");
      system.forEach(blocks::add);
    }
    trimPrefill();
    ArrayNode list = body.putArray("messages");
    for (Message message : messages) {
      if (message.isEmpty()) {
        throw writing.bad(message.path, "an empty message");
      }
      ObjectNode written = list.addObject();
      written.put("role", message.role.name().toLowerCase(Locale.ROOT));
      ArrayNode content = written.putArray("content");
      message.results.forEach(content::add);
      message.blocks.forEach(content::add);
    }
  }

  private void trimPrefill() {
    if (messages.isEmpty() || messages.getLast().role != Role.ASSISTANT) {
      return;
    }
    List<ObjectNode> blocks = messages.getLast().blocks;
    ObjectNode last = blocks.getLast();
    String text = "text".equals(Json.text(last, "type")) ? Json.text(last, "text") : null;
    if (text != null) {
      if (text.isBlank()) {
        blocks.removeLast();
        if (blocks.isEmpty()) {
          messages.removeLast();
        }
      } else {
        last.put("text", text.stripTrailing());
      }
    }
  }

  private void add(Part part, Message to) {
    switch (part) {
      case Part.Text text -> text(text.text(), to.blocks);
      case Part.Refusal refusal -> text(refusal.text(), to.blocks);
      case Part.Image image -> to.blocks.add(image(image));
      case Part.Document document -> to.blocks.add(document(document));
      case Part.Audio audio -> throw writing.refused(audio.path());
      case Part.ToolCall call -> to.blocks.add(call(call));
      case Part.ToolResult result -> to.results.add(result(result));
      case Part.Thinking thinking -> thinking(thinking, to.blocks);
    }
  }

  private static void text(String text, List<ObjectNode> to) {
    if (!text.isEmpty()) {
      to.add(Json.object().put("type", "text").put("text", text));
    }
  }

  private ObjectNode image(Part.Image image) {
    if (image.detail() != null && !image.detail().equals("auto")) {
      writing.drops().drop("detail");
    }
    ObjectNode block = Json.object().put("type", "image");
    ObjectNode source = block.putObject("source");
    switch (image.source()) {
      case Part.Source.Inline inline -> {
        if (!PICTURES.contains(inline.mediaType())) {
          throw writing.bad(image.path(), "expected a jpeg, png, gif or webp");
        }
        source.put("type", "base64").put("media_type", inline.mediaType());
        source.put("data", inline.data());
      }
      case Part.Source.Remote remote -> source.put("type", "url").put("url", remote.url());
      case Part.Source.Plain _ -> throw writing.refused(image.path());
    }
    return block;
  }

  private ObjectNode document(Part.Document document) {
    ObjectNode block = Json.object().put("type", "document");
    ObjectNode source = block.putObject("source");
    switch (document.source()) {
      case Part.Source.Inline inline when inline.mediaType().equals("application/pdf") ->
          source
              .put("type", "base64")
              .put("media_type", inline.mediaType())
              .put("data", inline.data());
      case Part.Source.Inline inline when inline.mediaType().startsWith("text/") ->
          plain(source, decoded(inline.data(), document.path()));
      case Part.Source.Inline _ ->
          throw writing.bad(document.path(), "expected a PDF or a text file");
      case Part.Source.Plain plain -> plain(source, plain.text());
      case Part.Source.Remote remote -> source.put("type", "url").put("url", remote.url());
    }
    if (document.name() != null) {
      block.put("title", document.name());
    }
    return block;
  }

  private static void plain(ObjectNode source, String text) {
    source.put("type", "text").put("media_type", "text/plain").put("data", text);
  }

  private String decoded(String base64, String path) {
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      throw writing.bad(path, "expected base64");
    }
  }

  private ObjectNode call(Part.ToolCall call) {
    ObjectNode input = call.custom() ? ToolNames.wrapped(call.arguments()) : arguments(call);
    return Json.object()
        .put("type", "tool_use")
        .put("id", CallIds.safe(call.id()))
        .put("name", writing.names().up(call.name()))
        .set("input", input);
  }

  private ObjectNode arguments(Part.ToolCall call) {
    @Nullable ObjectNode input =
        call.arguments().isBlank() ? Json.object() : Json.object(call.arguments());
    if (input == null) {
      throw writing.bad(call.path(), "expected a JSON object");
    }
    return input;
  }

  private ObjectNode result(Part.ToolResult result) {
    ObjectNode block = Json.object().put("type", "tool_result");
    block.put("tool_use_id", CallIds.safe(result.callId()));
    Message inside = new Message(Role.USER, result.path());
    result.content().forEach(part -> add(part, inside));
    if (!inside.blocks.isEmpty()) {
      ArrayNode content = block.putArray("content");
      inside.blocks.forEach(content::add);
    }
    if (result.error()) {
      block.put("is_error", true);
    }
    return block;
  }

  private void thinking(Part.Thinking thinking, List<ObjectNode> to) {
    Opaque own = writing.own(thinking);
    if (own == null) {
      return;
    }
    switch (own.kind()) {
      case SIGNATURE ->
          to.add(
              Json.object()
                  .put("type", "thinking")
                  .put("thinking", thinking.text())
                  .put("signature", own.data()));
      case REDACTED ->
          to.add(Json.object().put("type", "redacted_thinking").put("data", own.data()));
      case CALL -> {
        // Gemini's; no family of Anthropic's makes one.
      }
    }
  }
}
