package io.posthouse.relay.protocol;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a path asks for. The path alone decides; the query string does not count. */
public sealed interface Endpoint {

  /** How errors are said here; null where only the headers can tell. */
  @Nullable Dialect dialect();

  /** The one method it takes; null when it is not served at all. */
  @Nullable String method();

  /**
   * A call of a model.
   *
   * @param model the name in the path, decoded; null where the body names it
   * @param stream whether the path asks for a stream; false where the body says it
   */
  record Call(Surface surface, @Nullable String model, boolean stream) implements Endpoint {

    /** A call whose body tells everything. */
    public Call(Surface surface) {
      this(surface, null, false);
    }

    @Override
    public Dialect dialect() {
      return surface.protocol().dialect();
    }

    @Override
    public String method() {
      return "POST";
    }
  }

  /** The list of models; in Gemini's shape when the path is Gemini's. */
  record ModelList(@Nullable Dialect dialect) implements Endpoint {
    @Override
    public String method() {
      return "GET";
    }
  }

  /** One model, by the name in the path (still percent-encoded). */
  record OneModel(String name, @Nullable Dialect dialect) implements Endpoint {
    @Override
    public String method() {
      return "GET";
    }
  }

  /** Nothing that is served; the dialect when the path tells one. */
  record Unknown(@Nullable Dialect dialect) implements Endpoint {
    @Override
    public @Nullable String method() {
      return null;
    }
  }

  /** The surfaces whose path is fixed, without {@code /v1}. */
  Map<String, Endpoint> FIXED =
      Map.of(
          "/messages", new Call(Surface.MESSAGES),
          "/messages/count_tokens", new Call(Surface.COUNT_TOKENS),
          "/chat/completions", new Call(Surface.CHAT),
          "/responses", new Call(Surface.RESPONSES),
          "/responses/compact", new Call(Surface.COMPACT),
          "/responses/input_tokens", new Call(Surface.INPUT_TOKENS),
          "/embeddings", new Call(Surface.EMBEDDINGS),
          "/models", new ModelList(null));

  /** Reads a path, without its query, with {@code /v1} once, twice or not at all. */
  static Endpoint of(String path) {
    if (path.startsWith("/v1beta/")) {
      return gemini(path.substring("/v1beta".length()));
    }
    String rest = withoutV1(withoutV1(path));
    Endpoint fixed = FIXED.get(rest);
    return fixed != null ? fixed : other(rest);
  }

  private static Endpoint other(String rest) {
    if (rest.startsWith("/models/") && rest.length() > "/models/".length()) {
      return new OneModel(rest.substring("/models/".length()), null);
    }
    if (rest.startsWith("/messages/")) {
      return new Unknown(Dialect.ANTHROPIC);
    }
    if (rest.startsWith("/chat/")
        || rest.startsWith("/responses/")
        || rest.startsWith("/embeddings/")) {
      return new Unknown(Dialect.OPENAI);
    }
    return new Unknown(null);
  }

  private static Endpoint gemini(String rest) {
    if (rest.equals("/models")) {
      return new ModelList(Dialect.GEMINI);
    }
    if (!rest.startsWith("/models/") || rest.length() == "/models/".length()) {
      return new Unknown(Dialect.GEMINI);
    }
    String name = rest.substring("/models/".length());
    int colon = name.lastIndexOf(':');
    if (colon <= 0) {
      return new OneModel(name, Dialect.GEMINI);
    }
    String model = decoded(name.substring(0, colon));
    return switch (name.substring(colon + 1)) {
      case "generateContent" -> new Call(Surface.GENERATE_CONTENT, model, false);
      case "streamGenerateContent" -> new Call(Surface.GENERATE_CONTENT, model, true);
      case "countTokens" -> new Call(Surface.GEMINI_COUNT_TOKENS, model, false);
      case "embedContent" -> new Call(Surface.EMBED_CONTENT, model, false);
      default -> new Unknown(Dialect.GEMINI);
    };
  }

  private static String decoded(String name) {
    try {
      return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return name;
    }
  }

  private static String withoutV1(String path) {
    return path.startsWith("/v1/") ? path.substring("/v1".length()) : path;
  }
}
