package io.posthouse.relay.translation.responses;

import io.posthouse.relay.translation.json.Fields;
import io.posthouse.relay.translation.neutral.Conversation.Tooling;
import io.posthouse.relay.translation.neutral.Field;
import io.posthouse.relay.translation.neutral.ToolChoice;
import io.posthouse.relay.translation.neutral.ToolSpec;
import io.posthouse.relay.translation.openai.ToolChoices;
import io.posthouse.relay.translation.spoke.ClientWish.Namespaced;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the tools of a Responses request. Those inside a namespace are flattened; web search, which
 * Codex always offers, is left out and named; other hosted tools are refused.
 */
final class Tools {

  private final List<ToolSpec> specs = new ArrayList<>();
  private final Map<String, Namespaced> namespaces = new HashMap<>();

  /** What a tool inside a namespace is called outside of it. */
  static String flat(@Nullable String namespace, String name) {
    return namespace == null ? name : namespace + "__" + name;
  }

  Map<String, Namespaced> namespaces() {
    return namespaces;
  }

  Tooling read(Fields root) {
    root.objects("tools").forEach(tool -> add(tool, null));
    return new Tooling(
        specs, ToolChoices.read(root, Tools::choice), root.flag("parallel_tool_calls"));
  }

  private void add(Fields tool, @Nullable String namespace) {
    String type = tool.needText("type");
    switch (type) {
      case "function" -> {
        tool.ignore("defer_loading");
        Field<Boolean> strict = tool.flag("strict");
        specs.add(
            new ToolSpec(
                tool.path(),
                name(tool, namespace),
                tool.text("description"),
                tool.raw("parameters"),
                strict != null && strict.value(),
                false));
      }
      case "custom" -> {
        tool.ignore("defer_loading");
        specs.add(
            new ToolSpec(
                tool.path(), name(tool, namespace), customDescription(tool), null, null, true));
      }
      case "namespace" -> {
        tool.ignore("description");
        String inner = tool.needText("name");
        tool.objects("tools").forEach(inside -> add(inside, inner));
      }
      default -> {
        if (!type.startsWith("web_search")) {
          throw tool.bad("type", "cannot be used with this model's provider");
        }
        tool.drops().drop("tools." + (type.equals("web_search") ? type : "web_search_preview"));
        return;
      }
    }
    tool.done();
  }

  private String name(Fields tool, @Nullable String namespace) {
    String name = tool.needText("name");
    String flat = flat(namespace, name);
    if (namespace != null) {
      namespaces.put(flat, new Namespaced(namespace, name));
    }
    return flat;
  }

  /** A grammar cannot be enforced elsewhere, so it is told. */
  private static @Nullable String customDescription(Fields tool) {
    String description = tool.text("description");
    Fields format = tool.object("format");
    if (format == null) {
      return description;
    }
    String type = format.needText("type");
    String told = description;
    if (type.equals("grammar")) {
      told =
          (description == null ? "" : description + "\n\n")
              + "The input follows this grammar ("
              + format.needText("syntax")
              + "):\n"
              + format.needText("definition");
    }
    format.done();
    return told;
  }

  private static ToolChoice choice(Fields choice) {
    return switch (choice.needText("type")) {
      case "function", "custom" ->
          new ToolChoice.One(flat(choice.text("namespace"), choice.needText("name")));
      case "allowed_tools" -> allowed(choice);
      default -> throw choice.bad("type", "cannot be used with this model's provider");
    };
  }

  private static ToolChoice allowed(Fields choice) {
    List<String> names = new ArrayList<>();
    for (Fields tool : choice.objects("tools")) {
      tool.ignore("type");
      names.add(flat(tool.text("namespace"), tool.needText("name")));
      tool.done();
    }
    return new ToolChoice.Allowed(names, ToolChoices.required(choice));
  }
}
