package io.posthouse.relay.protocol;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A request's limit on output: the client's own, or the place where one can be put. Of two names
 * the newer one wins.
 */
final class OutputCap {

  /** Where Gemini's calls have their settings. */
  static final List<String> GEMINI_CONFIG = List.of("generationConfig", "generation_config");

  private static final List<String> GEMINI_CAP = List.of("maxOutputTokens", "max_output_tokens");

  private OutputCap() {}

  /** The client's own; null when it set none, or none that is a number. */
  static @Nullable Long of(Protocol protocol, PeekedFields fields) {
    if (protocol == Protocol.GEMINI) {
      return geminis(fields, GEMINI_CAP);
    }
    for (String name : names(protocol)) {
      Long cap = number(fields.routing(name));
      if (cap != null) {
        return cap;
      }
    }
    return null;
  }

  private static List<String> names(Protocol protocol) {
    return switch (protocol) {
      case CHAT -> List.of("max_completion_tokens", "max_tokens");
      case RESPONSES -> List.of("max_output_tokens");
      case MESSAGES, GEMINI -> List.of("max_tokens");
    };
  }

  /**
   * A whole number of Gemini's generation config.
   *
   * @param names its spellings
   */
  static @Nullable Long geminis(PeekedFields fields, List<String> names) {
    for (String key : GEMINI_CONFIG) {
      JsonNode config = fields.hint(key);
      for (String name : config == null ? List.<String>of() : names) {
        Long found = config == null ? null : number(config.get(name));
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  /** A number of tokens that makes sense; null when it is none. */
  static @Nullable Long number(@Nullable JsonNode value) {
    if (value == null || !value.isNumber()) {
      return null;
    }
    BigDecimal number = value.decimalValue();
    boolean sensible =
        number.signum() >= 0 && number.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0;
    return sensible ? Long.valueOf(number.longValue()) : null;
  }

  /** Where one can be put; null where the client set its own, of whatever kind. */
  static ModelCall.@Nullable CapPlace place(Surface surface, PeekedFields fields) {
    if (!surface.generates() || fields.keys().isEmpty()) {
      return null;
    }
    Protocol protocol = surface.protocol();
    return protocol == Protocol.GEMINI ? geminiPlace(fields) : place(names(protocol), fields);
  }

  private static ModelCall.@Nullable CapPlace place(List<String> names, PeekedFields fields) {
    ModelCall.Span empty = null;
    for (String name : names) {
      JsonNode value = fields.routing(name);
      if (value != null && !value.isNull()) {
        return null;
      }
      empty = empty == null ? fields.span(name) : empty;
    }
    return empty == null
        ? between(fields.root() + 1, "\"" + names.getFirst() + "\":", ",")
        : new ModelCall.CapPlace(empty, "", "");
  }

  private static ModelCall.@Nullable CapPlace geminiPlace(PeekedFields fields) {
    for (String key : GEMINI_CONFIG) {
      ModelCall.Span span = fields.span(key);
      if (span != null) {
        return within(span, fields.hint(key));
      }
    }
    return between(fields.root() + 1, "\"generationConfig\":{\"maxOutputTokens\":", "},");
  }

  private static ModelCall.@Nullable CapPlace within(
      ModelCall.Span span, @Nullable JsonNode config) {
    if (config == null || !config.isObject() || GEMINI_CAP.stream().anyMatch(config::has)) {
      return null;
    }
    return between(span.start() + 1, "\"maxOutputTokens\":", config.isEmpty() ? "" : ",");
  }

  private static ModelCall.CapPlace between(int at, String before, String after) {
    return new ModelCall.CapPlace(new ModelCall.Span(at, at), before, after);
  }
}
