package io.posthouse.relay.protocol;

/**
 * One thing that can be asked of an API, and that an upstream can serve (protocols.md 1.1). A
 * surface that only its own provider has is passed through or not served; one that {@link
 * #generates} can be translated to another {@link Protocol}'s.
 */
public enum Surface {
  MESSAGES(Provider.ANTHROPIC, Protocol.MESSAGES, Kind.GENERATION, "messages", "/v1/messages"),
  COUNT_TOKENS(
      Provider.ANTHROPIC,
      Protocol.MESSAGES,
      Kind.COUNT,
      "count_tokens",
      "/v1/messages/count_tokens"),
  CHAT(Provider.OPENAI, Protocol.CHAT, Kind.GENERATION, "chat", "/chat/completions"),
  RESPONSES(Provider.OPENAI, Protocol.RESPONSES, Kind.GENERATION, "responses", "/responses"),
  /** A conversation made shorter: passed through only. */
  COMPACT(Provider.OPENAI, Protocol.RESPONSES, Kind.COMPACTION, "responses", "/responses/compact"),
  /** A count of a Responses call's input: passed through only. */
  INPUT_TOKENS(
      Provider.OPENAI, Protocol.RESPONSES, Kind.COUNT, "responses", "/responses/input_tokens"),
  EMBEDDINGS(Provider.OPENAI, Protocol.CHAT, Kind.EMBEDDING, "embeddings", "/embeddings"),
  GENERATE_CONTENT(
      Provider.GEMINI, Protocol.GEMINI, Kind.GENERATION, "generate_content", ":generateContent"),
  GEMINI_COUNT_TOKENS(Provider.GEMINI, Protocol.GEMINI, Kind.COUNT, "count_tokens", ":countTokens"),
  EMBED_CONTENT(Provider.GEMINI, Protocol.GEMINI, Kind.EMBEDDING, "embeddings", ":embedContent");

  /** What comes back. */
  public enum Kind {
    /** Text that a model wrote. */
    GENERATION,
    /** A conversation made shorter; charged like text. */
    COMPACTION,
    /** Vectors; charged by input. */
    EMBEDDING,
    /** A number; never charged. */
    COUNT
  }

  private static final String GEMINI_MODELS = "/v1beta/models/";
  private static final String GEMINI_STREAM = ":streamGenerateContent";

  private final Provider provider;
  private final Protocol protocol;
  private final Kind kind;
  private final String group;
  private final String path;

  Surface(Provider provider, Protocol protocol, Kind kind, String group, String path) {
    this.provider = provider;
    this.protocol = protocol;
    this.kind = kind;
    this.group = group;
    this.path = path;
  }

  /** Whose API has it. */
  public Provider provider() {
    return provider;
  }

  /** The grammar of its bodies and errors. */
  public Protocol protocol() {
    return protocol;
  }

  /** What comes back. */
  public Kind kind() {
    return kind;
  }

  /** Whether a model writes text: what can be translated. */
  public boolean generates() {
    return kind == Kind.GENERATION;
  }

  /** Whether it never costs anything. */
  public boolean isFree() {
    return kind == Kind.COUNT;
  }

  /** The name by which an operator says that an upstream serves it; some share one. */
  public String group() {
    return group;
  }

  /** Whether the model's name stands in the path, not in the body. */
  public boolean modelInPath() {
    return provider == Provider.GEMINI;
  }

  /**
   * The path behind an upstream's base URL, which for OpenAI ends in {@code /v1}.
   *
   * @param model the upstream's name of it
   */
  public String path(String model, boolean stream) {
    if (!modelInPath()) {
      return path;
    }
    return GEMINI_MODELS + model + (this == GENERATE_CONTENT && stream ? GEMINI_STREAM : path);
  }

  /** The surface on which a grammar's text is generated. */
  public static Surface generating(Protocol protocol) {
    return switch (protocol) {
      case MESSAGES -> MESSAGES;
      case CHAT -> CHAT;
      case RESPONSES -> RESPONSES;
      case GEMINI -> GENERATE_CONTENT;
    };
  }
}
