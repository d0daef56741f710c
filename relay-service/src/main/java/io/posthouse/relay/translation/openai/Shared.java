package io.posthouse.relay.translation.openai;

import io.posthouse.relay.translation.json.Fields;
import io.posthouse.relay.translation.json.Json;
import io.posthouse.relay.translation.neutral.AnswerFormat;
import io.posthouse.relay.translation.neutral.Conversation.Extra;
import io.posthouse.relay.translation.neutral.Field;
import io.posthouse.relay.translation.neutral.Part;
import io.posthouse.relay.translation.neutral.Reasoning;
import io.posthouse.relay.translation.spoke.CallIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Fields that Chat and Responses share. */
public final class Shared {

  private static final String BASE64 = ";base64,";

  private Shared() {}

  /** Fields that go over between the two as they are, and to nobody else. */
  public static List<Extra> extras(Fields root, String... names) {
    List<Extra> extras = new ArrayList<>();
    for (String name : names) {
      JsonNode value = root.any(name);
      if (value != null) {
        extras.add(new Extra(name, value));
      }
    }
    return extras;
  }

  /** Reads {@code effort}; null when absent. */
  public static @Nullable Field<Reasoning> effort(Fields holder, String name) {
    String word = holder.text(name);
    if (word == null) {
      return null;
    }
    if (word.equals("none")) {
      return new Field<>(holder.path(name), new Reasoning.Off());
    }
    try {
      return new Field<>(
          holder.path(name),
          new Reasoning.Effort(Reasoning.Level.valueOf(word.toUpperCase(Locale.ROOT))));
    } catch (IllegalArgumentException unknown) {
      throw holder.bad(name, "unknown effort");
    }
  }

  /** OpenAI's word for how much to think; null when nothing is to be said. */
  public static @Nullable String word(@Nullable Field<Reasoning> reasoning) {
    if (reasoning == null) {
      return null;
    }
    if (reasoning.value() instanceof Reasoning.Off) {
      return "none";
    }
    Reasoning.Level level = reasoning.value().level();
    return level == Reasoning.Level.MAX ? "xhigh" : level.name().toLowerCase(Locale.ROOT);
  }

  /** Reads what stands inside a {@code json_schema} format. */
  public static AnswerFormat.Schema schema(Fields holder) {
    ObjectNode schema = holder.raw("schema");
    Field<Boolean> strict = holder.flag("strict");
    return new AnswerFormat.Schema(
        holder.needText("name"),
        holder.text("description"),
        schema == null ? Json.object() : schema,
        strict == null ? null : strict.value());
  }

  /** Writes the same; a schema without a name is called {@code output}. */
  public static void schema(AnswerFormat.Schema schema, ObjectNode to) {
    to.put("name", schema.name() == null ? "output" : schema.name());
    if (schema.description() != null) {
      to.put("description", schema.description());
    }
    to.set("schema", schema.schema());
    // Said either way: the two protocols assume different things.
    to.put("strict", Boolean.TRUE.equals(schema.strict()));
  }

  /** A picture's or file's URL, or what is inside a {@code data:} URL. */
  public static Part.Source source(Fields holder, String name, String url) {
    if (!url.regionMatches(true, 0, "data:", 0, 5)) {
      return new Part.Source.Remote(url, null);
    }
    int comma = url.indexOf(BASE64);
    if (comma < 0) {
      throw holder.bad(name, "expected base64 data");
    }
    String type = url.substring(5, comma).toLowerCase(Locale.ROOT);
    int parameters = type.indexOf(';');
    return new Part.Source.Inline(
        parameters < 0 ? type : type.substring(0, parameters),
        url.substring(comma + BASE64.length()));
  }

  /** A source as a URL; null if it is plain text. */
  public static @Nullable String url(Part.Source source) {
    return switch (source) {
      case Part.Source.Inline inline -> "data:" + inline.mediaType() + BASE64 + inline.data();
      case Part.Source.Remote remote -> remote.url();
      case Part.Source.Plain _ -> null;
    };
  }

  /** The end user, without saying who. */
  public static void user(ObjectNode body, @Nullable Field<String> user, boolean hash) {
    if (user != null) {
      body.put("safety_identifier", hash ? CallIds.digest(user.value(), 32) : user.value());
    }
  }

  /** The service tier, where the word exists. */
  public static void tier(ObjectNode body, @Nullable Field<String> tier) {
    if (tier != null) {
      body.put("service_tier", tier.value());
    }
  }

  /** A tool result's text, for a protocol that has no flag for a failure. */
  public static String failed(boolean error, String text) {
    return error ? "Error: " + text : text;
  }
}
