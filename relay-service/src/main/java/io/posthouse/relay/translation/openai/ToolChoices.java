package io.posthouse.relay.translation.openai;

import io.posthouse.relay.translation.json.Fields;
import io.posthouse.relay.translation.neutral.ToolChoice;
import org.jspecify.annotations.Nullable;

/** The words both protocols use for {@code tool_choice}. */
public final class ToolChoices {

  private ToolChoices() {}

  /** Reads a choice that is a word; null if it is none. */
  public static @Nullable ToolChoice word(String word) {
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
