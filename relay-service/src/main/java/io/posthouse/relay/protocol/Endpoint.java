package io.posthouse.relay.protocol;

import org.jspecify.annotations.Nullable;

/** What a path asks for. The path alone decides; the query string does not count. */
public sealed interface Endpoint {

  /** How errors are said here; null where only the headers can tell. */
  @Nullable Dialect dialect();

  /** The one method it takes; null when it is not served at all. */
  @Nullable String method();

  /** A call of a model. */
  record Call(Protocol protocol) implements Endpoint {
    @Override
    public Dialect dialect() {
      return protocol.dialect();
    }

    @Override
    public String method() {
      return "POST";
    }
  }

  /** The list of models. */
  record ModelList() implements Endpoint {
    @Override
    public @Nullable Dialect dialect() {
      return null;
    }

    @Override
    public String method() {
      return "GET";
    }
  }

  /** One model, by the name in the path (still percent-encoded). */
  record OneModel(String name) implements Endpoint {
    @Override
    public @Nullable Dialect dialect() {
      return null;
    }

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

  /** Reads a path, without its query, with {@code /v1} once, twice or not at all. */
  static Endpoint of(String path) {
    if (path.startsWith("/v1beta/")) {
      return new Unknown(Dialect.GEMINI);
    }
    String rest = withoutV1(withoutV1(path));
    return switch (rest) {
      case "/messages" -> new Call(Protocol.ANTHROPIC);
      case "/chat/completions" -> new Call(Protocol.OPENAI);
      case "/models" -> new ModelList();
      default -> other(rest);
    };
  }

  private static Endpoint other(String rest) {
    if (rest.startsWith("/models/") && rest.length() > "/models/".length()) {
      return new OneModel(rest.substring("/models/".length()));
    }
    if (rest.startsWith("/messages/")) {
      return new Unknown(Dialect.ANTHROPIC);
    }
    if (rest.startsWith("/chat/")
        || rest.startsWith("/responses")
        || rest.startsWith("/embeddings")) {
      return new Unknown(Dialect.OPENAI);
    }
    return new Unknown(null);
  }

  private static String withoutV1(String path) {
    return path.startsWith("/v1/") ? path.substring("/v1".length()) : path;
  }
}
