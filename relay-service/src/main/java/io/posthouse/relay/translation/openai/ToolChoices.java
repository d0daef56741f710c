package io.posthouse.relay.translation.openai;

import io.posthouse.relay.translation.json.Fields;
import io.posthouse.relay.translation.neutral.Field;
import io.posthouse.relay.translation.neutral.ToolChoice;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The words both protocols use for {@code tool_choice}. */
public final class ToolChoices {

  private ToolChoices() {}

  /**
   * Reads the choice; null when the client left it open.
   *
   * @param object reads one that is no word, which each protocol says in its own way
   */
  public static @Nullable Field<ToolChoice> read(Fields root, Function<Fields, ToolChoice> object) {
    JsonNode value = root.any("tool_choice");
    if (value == null) {
      return null;
    }
    if (value.isString()) {
      ToolChoice word = ofWord(value.stringValue());
      if (word == null) {
        throw root.bad("tool_choice", "expected none, auto, required or an object");
      }
      return new Field<>("tool_choice", word);
    }
    Fields choice = root.needObject("tool_choice");
    ToolChoice chosen = object.apply(choice);
    choice.done();
    return new Field<>("tool_choice", chosen);
  }

  private static @Nullable ToolChoice ofWord(String word) {
    return switch (word) {
      case "auto" -> new ToolChoice.Auto();
      case "none" -> new ToolChoice.None();
      case "required" -> new ToolChoice.Any();
      default -> null;
    };
  }

  /** The word for a choice; null where it takes an object. */
  public static @Nullable String word(ToolChoice choice) {
    return switch (choice) {
      case ToolChoice.Auto _ -> "auto";
      case ToolChoice.None _ -> "none";
      case ToolChoice.Any _ -> "required";
      case ToolChoice.One _, ToolChoice.Allowed _ -> null;
    };
  }

  /** Whether the mode of {@code allowed_tools} demands a call. */
  public static boolean required(Fields holder) {
    return switch (holder.needText("mode")) {
      case "auto" -> false;
      case "required" -> true;
      default -> throw holder.bad("mode", "expected auto or required");
    };
  }
}
