package io.posthouse.relay.translation.neutral;

import java.util.List;

/** Which tools the model must or may call. */
public sealed interface ToolChoice {
  /** As it likes. */
  record Auto() implements ToolChoice {}

  /** None. */
  record None() implements ToolChoice {}

  /** At least one. */
  record Any() implements ToolChoice {}

  /** That one. */
  record One(String name) implements ToolChoice {}

  /** Only those. */
  record Allowed(List<String> names, boolean required) implements ToolChoice {
    public Allowed {
      names = List.copyOf(names);
    }
  }

  /** Whether a call is demanded. */
  default boolean forces() {
    return switch (this) {
      case Auto _, None _ -> false;
      case Any _, One _ -> true;
      case Allowed allowed -> allowed.required();
    };
  }
}
