package io.posthouse.relay.protocol;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Fields that name something which an account at the provider keeps: on an account that several
 * customers share they would cross from one to the other (protocols.md 1.1 and 1.5). Those at the
 * top of a body are here, those below it are {@link NestedReference}'s.
 */
final class StatefulField {

  static final Set<String> KEYS =
      Set.of(
          "previous_response_id",
          "conversation",
          "background",
          "prompt",
          "container",
          "cachedContent",
          "cached_content");

  private static final List<String> OF_RESPONSES =
      List.of("previous_response_id", "conversation", "prompt", "container");
  private static final List<String> OF_GEMINI = List.of("cachedContent", "cached_content");

  private StatefulField() {}

  /** The first one that is there; null when there is none. */
  static @Nullable String of(Surface surface, PeekedFields fields) {
    String atTheTop =
        switch (surface.protocol()) {
          case MESSAGES -> fields.has("container") ? "container" : null;
          case RESPONSES ->
              fields.hasOtherThan("false", "background")
                  ? "background"
                  : first(OF_RESPONSES, fields);
          case GEMINI -> first(OF_GEMINI, fields);
          case CHAT -> null;
        };
    return atTheTop == null ? fields.nestedReference() : atTheTop;
  }

  private static @Nullable String first(List<String> keys, PeekedFields fields) {
    return keys.stream().filter(fields::has).findFirst().orElse(null);
  }
}
