package io.posthouse.relay.edge;

import io.posthouse.relay.caller.Caller;
import io.posthouse.relay.pricing.PriceBoard;
import io.posthouse.relay.protocol.Dialect;
import io.posthouse.relay.protocol.Refusal;
import io.posthouse.relay.routing.Model;
import io.posthouse.relay.routing.Routing;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code /v1/models} in one shape that both Anthropic's and OpenAI's clients read, and {@code
 * /v1beta/models} in Gemini's (protocols.md 1.7). Only models that the key may use and that have a
 * price. Thread-safe.
 */
final class ModelListing {

  private static final String OWNER = "posthouse";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Routing routing;
  private final PriceBoard prices;
  private final Clock clock;

  ModelListing(Routing routing, PriceBoard prices, Clock clock) {
    this.routing = routing;
    this.prices = prices;
    this.clock = clock;
  }

  /**
   * The list.
   *
   * @param query {@code limit}, {@code after_id} and {@code before_id} are heeded; in Gemini's
   *     shape {@code pageSize} and {@code pageToken}
   */
  byte[] list(Caller caller, String query, Dialect dialect) {
    List<Model> visible = visible(caller);
    return dialect == Dialect.GEMINI ? gemini(visible, query) : superset(visible, query);
  }

  private static byte[] superset(List<Model> visible, String query) {
    int from = position(visible, parameter(query, "after_id")) + 1;
    int before = position(visible, parameter(query, "before_id"));
    int to = before < 0 ? visible.size() : before;
    int limit = limit(parameter(query, "limit"));
    List<Model> page = visible.subList(Math.min(from, to), to);
    boolean more = page.size() > limit;
    page = more ? page.subList(0, limit) : page;
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("object", "list");
    body.put("data", page.stream().map(ModelListing::entry).toList());
    body.put("has_more", more);
    body.put("first_id", page.isEmpty() ? null : page.getFirst().name());
    body.put("last_id", page.isEmpty() ? null : page.getLast().name());
    return JSON.writeValueAsBytes(body);
  }

  /** The page's token is the name of the last model of the page before. */
  private static byte[] gemini(List<Model> visible, String query) {
    int from = position(visible, parameter(query, "pageToken")) + 1;
    int to = Math.min(visible.size(), from + limit(parameter(query, "pageSize")));
    List<Model> page = visible.subList(from, to);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("models", page.stream().map(ModelListing::geminiEntry).toList());
    if (to < visible.size()) {
      body.put("nextPageToken", page.getLast().name());
    }
    return JSON.writeValueAsBytes(body);
  }

  private static Map<String, Object> geminiEntry(Model model) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", "models/" + model.name());
    entry.put("displayName", model.displayName());
    entry.put("inputTokenLimit", model.maxInputTokens());
    entry.put("outputTokenLimit", model.maxOutputTokens());
    entry.put(
        "supportedGenerationMethods",
        List.of("generateContent", "streamGenerateContent", "countTokens"));
    return entry;
  }

  /** One model, or empty when this key has none of that name. */
  Optional<byte[]> one(Caller caller, String encodedName, Dialect dialect) {
    String name = decode(encodedName);
    return visible(caller).stream()
        .filter(model -> model.name().equals(name))
        .findFirst()
        .map(
            model ->
                JSON.writeValueAsBytes(
                    dialect == Dialect.GEMINI ? geminiEntry(model) : entry(model)));
  }

  /** The refusal for a model that is not there. */
  static Refusal unknown(String encodedName) {
    return new Refusal(
        Refusal.Cause.UNKNOWN_MODEL,
        "model: " + decode(encodedName) + " does not exist here",
        "model",
        null);
  }

  private List<Model> visible(Caller caller) {
    Instant now = clock.instant();
    return routing
        .table()
        .visible(
            caller.channels(),
            caller.models(),
            (model, channel) -> prices.at(model, channel.name(), now) != null);
  }

  private static Map<String, Object> entry(Model model) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("id", model.name());
    entry.put("object", "model");
    entry.put("created", model.createdAt().getEpochSecond());
    entry.put("owned_by", OWNER);
    entry.put("type", "model");
    entry.put("display_name", model.displayName());
    entry.put(
        "created_at",
        model.createdAt().truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString());
    entry.put("max_input_tokens", model.maxInputTokens());
    entry.put("max_tokens", model.maxOutputTokens());
    // Anthropic's SDKs require it when they validate an answer; ours has no other state.
    entry.put("lifecycle", "active");
    return entry;
  }

  private static int position(List<Model> models, @Nullable String id) {
    for (int i = 0; i < models.size(); i++) {
      if (models.get(i).name().equals(id)) {
        return i;
      }
    }
    return -1;
  }

  private static int limit(@Nullable String asked) {
    boolean number =
        asked != null
            && !asked.isEmpty()
            && asked.length() < 6
            && asked.chars().allMatch(Character::isDigit);
    return number ? Math.clamp(Integer.parseInt(asked), 1, 1000) : 1000;
  }

  private static @Nullable String parameter(String query, String name) {
    for (String pair : query.replaceFirst("^\\?", "").split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        return decode(pair.substring(name.length() + 1));
      }
    }
    return null;
  }

  private static String decode(String encoded) {
    try {
      return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return encoded;
    }
  }
}
