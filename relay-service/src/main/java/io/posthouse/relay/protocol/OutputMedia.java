package io.posthouse.relay.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What an answer can be beside text, by the modalities that the request names. One that names none,
 * or does so twice, leaves it to the model, which may give anything that it has a price for.
 */
final class OutputMedia {

  /** Chat's name of them. */
  static final String MODALITIES = "modalities";

  private static final List<String> GEMINIS = List.of("responseModalities", "response_modalities");

  private OutputMedia() {}

  static ModelCall.Media of(Protocol protocol, PeekedFields fields) {
    JsonNode named = named(protocol, fields);
    if (named == null || !named.isArray() || named.isEmpty()) {
      return ModelCall.Media.ANY;
    }
    boolean sound = false;
    boolean pictures = false;
    for (JsonNode each : named) {
      switch (each.asString("").toLowerCase(Locale.ROOT)) {
        case "text" -> {
          // It is always there.
        }
        case "audio" -> sound = true;
        case "image" -> pictures = true;
        default -> {
          return ModelCall.Media.ANY;
        }
      }
    }
    return new ModelCall.Media(sound, pictures);
  }

  private static @Nullable JsonNode named(Protocol protocol, PeekedFields fields) {
    return switch (protocol) {
      case CHAT, RESPONSES -> fields.routing(MODALITIES);
      case GEMINI -> geminis(fields);
      case MESSAGES -> null;
    };
  }

  private static @Nullable JsonNode geminis(PeekedFields fields) {
    List<JsonNode> found = new ArrayList<>(1);
    for (String key : OutputCap.GEMINI_CONFIG) {
      JsonNode config = fields.hint(key);
      for (String name : config == null ? List.<String>of() : GEMINIS) {
        JsonNode named = config == null ? null : config.get(name);
        if (named != null) {
          found.add(named);
        }
      }
    }
    return found.size() == 1 ? found.getFirst() : null;
  }
}
