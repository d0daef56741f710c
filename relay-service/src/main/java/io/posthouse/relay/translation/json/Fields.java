package io.posthouse.relay.translation.json;

import io.posthouse.relay.protocol.BadRequestException;
import io.posthouse.relay.translation.neutral.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One object of a request, of which every field must be read, dropped by name or refused: {@link
 * #done} refuses what is left (I5). A null value or an empty list counts as absent.
 */
public final class Fields {

  private final ObjectNode node;
  private final String path;
  private final Drops drops;
  private final @Nullable Map<String, String> camel;
  private final Set<String> seen = new HashSet<>();

  private Fields(ObjectNode node, String path, Drops drops, boolean eitherCase) {
    this.node = node;
    this.path = path;
    this.drops = drops;
    this.camel = eitherCase ? camelNames(node) : null;
  }

  /** A request's object. */
  public static Fields of(ObjectNode node, Drops drops) {
    return new Fields(node, "", drops, false);
  }

  /** A request's object, whose names may be written in snake case as well (Gemini). */
  public static Fields inEitherCase(ObjectNode node, Drops drops) {
    return new Fields(node, "", drops, true);
  }

  private static Map<String, String> camelNames(ObjectNode node) {
    Map<String, String> names = new HashMap<>();
    for (String name : node.propertyNames()) {
      StringBuilder camel = new StringBuilder(name.length());
      boolean upper = false;
      for (int i = 0; i < name.length(); i++) {
        char c = name.charAt(i);
        if (c == '_') {
          upper = true;
        } else {
          camel.append(upper ? Character.toUpperCase(c) : c);
          upper = false;
        }
      }
      names.putIfAbsent(camel.toString(), name);
    }
    return names;
  }

  private String written(String name) {
    return camel == null ? name : camel.getOrDefault(name, name);
  }

  /** Where this object stands; empty for the request itself. */
  public String path() {
    return path;
  }

  /** What is dropped on the way. */
  public Drops drops() {
    return drops;
  }

  /** The path of a field of it. */
  public String path(String name) {
    return path.isEmpty() ? written(name) : path + "." + written(name);
  }

  /** A field as it is; null when absent. */
  public @Nullable JsonNode any(String name) {
    String written = written(name);
    seen.add(written);
    JsonNode value = node.get(written);
    boolean absent = value == null || value.isNull() || (value.isArray() && value.isEmpty());
    return absent ? null : value;
  }

  /** Whether it is there. */
  public boolean has(String name) {
    return any(name) != null;
  }

  /** A text; null when absent. */
  public @Nullable String text(String name) {
    JsonNode value = any(name);
    if (value == null) {
      return null;
    }
    if (!value.isString()) {
      throw bad(name, "expected a string");
    }
    return value.stringValue();
  }

  /** A text that must be there. */
  public String needText(String name) {
    String value = text(name);
    if (value == null) {
      throw bad(name, "required");
    }
    return value;
  }

  /** A text with its path; null when absent. */
  public @Nullable Field<String> textField(String name) {
    String value = text(name);
    return value == null ? null : new Field<>(path(name), value);
  }

  /** A whole number from {@code least} on; null when absent. */
  public @Nullable Field<Long> count(String name, long least) {
    JsonNode value = any(name);
    if (value == null) {
      return null;
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < least) {
      throw bad(name, "expected a whole number >= " + least);
    }
    return new Field<>(path(name), value.longValue());
  }

  /** A number as it was written; null when absent. */
  public @Nullable Field<JsonNode> number(String name) {
    JsonNode value = any(name);
    if (value == null) {
      return null;
    }
    if (!value.isNumber()) {
      throw bad(name, "expected a number");
    }
    return new Field<>(path(name), value);
  }

  /** A flag; null when absent. */
  public @Nullable Field<Boolean> flag(String name) {
    JsonNode value = any(name);
    if (value == null) {
      return null;
    }
    if (!value.isBoolean()) {
      throw bad(name, "expected true or false");
    }
    return new Field<>(path(name), value.booleanValue());
  }

  /** Whether a flag is there and set. */
  public boolean isSet(String name) {
    Field<Boolean> value = flag(name);
    return value != null && value.value();
  }

  /** An object; null when absent. */
  public @Nullable Fields object(String name) {
    JsonNode value = any(name);
    return value == null ? null : inside(value, path(name));
  }

  /** An object that must be there. */
  public Fields needObject(String name) {
    Fields value = object(name);
    if (value == null) {
      throw bad(name, "required");
    }
    return value;
  }

  /** An object whose fields are not ours to read, such as a schema; null when absent. */
  public @Nullable ObjectNode raw(String name) {
    JsonNode value = any(name);
    if (value == null) {
      return null;
    }
    if (value instanceof ObjectNode object) {
      return object;
    }
    throw bad(name, "expected an object");
  }

  /** A list's objects; empty when absent. */
  public List<Fields> objects(String name) {
    JsonNode value = any(name);
    if (value == null) {
      return List.of();
    }
    if (!value.isArray()) {
      throw bad(name, "expected a list");
    }
    List<Fields> objects = new ArrayList<>(value.size());
    for (int i = 0; i < value.size(); i++) {
      objects.add(inside(value.get(i), path(name) + "[" + i + "]"));
    }
    return objects;
  }

  /** A list of texts; empty when absent. */
  public List<String> texts(String name) {
    JsonNode value = any(name);
    if (value == null) {
      return List.of();
    }
    if (!value.isArray()) {
      throw bad(name, "expected a list of strings");
    }
    List<String> texts = new ArrayList<>(value.size());
    for (int i = 0; i < value.size(); i++) {
      if (!value.get(i).isString()) {
        throw new BadRequestException(path(name) + "[" + i + "]", "expected a string");
      }
      texts.add(value.get(i).stringValue());
    }
    return texts;
  }

  private Fields inside(JsonNode value, String at) {
    if (value instanceof ObjectNode object) {
      return new Fields(object, at, drops, camel != null);
    }
    throw new BadRequestException(at, "expected an object");
  }

  /** Leaves fields out that mean nothing elsewhere, or that our own answers contain. */
  public void ignore(String... names) {
    for (String name : names) {
      seen.add(written(name));
    }
  }

  /** Leaves fields out and names them, each as {@code names} has it. */
  public void drop(String... names) {
    for (String name : names) {
      if (has(name)) {
        drops.drop(written(name));
      }
    }
  }

  /** Refuses fields. */
  public void refuse(String... names) {
    for (String name : names) {
      JsonNode value = any(name);
      if (value != null && !(value.isObject() && value.isEmpty())) {
        throw bad(name, "cannot be used with this model's provider");
      }
    }
  }

  /** Refuses what was not read. */
  public void done() {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      JsonNode value = field.getValue();
      boolean absent = value.isNull() || (value.isArray() && value.isEmpty());
      if (!absent && !seen.contains(field.getKey())) {
        throw new BadRequestException(
            path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
            "unknown, or cannot be used with this model's provider");
      }
    }
  }

  /** A complaint about a field. */
  public BadRequestException bad(String name, String message) {
    return new BadRequestException(path(name), path(name) + ": " + message);
  }
}
