package io.posthouse.relay.protocol;

import io.netty.buffer.ByteBuf;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a {@link ModelCall} out of a body while it arrives, in one pass.
 *
 * <p>A routing key that stands twice is refused, also when one of the two is written with escapes:
 * two parsers that disagree on which one counts would misprice the call (protocols.md, section 5).
 * One body per instance; not thread-safe.
 */
public final class RequestPeek {

  static final Set<String> ROUTING =
      Set.of(
          "model",
          "stream",
          "max_tokens",
          "max_completion_tokens",
          "max_output_tokens",
          "stream_options",
          "n",
          "service_tier",
          "speed",
          OutputMedia.MODALITIES,
          "generationConfig",
          "generation_config",
          "encoding_format");
  static final String MAX_TOOL_CALLS = "max_tool_calls";
  private static final int MODEL_LIMIT = 256;
  private static final int MAX_CHOICES = 128;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Endpoint.Call endpoint;
  private final PeekedFields fields;

  /** For a body of that surface whose model stands in the body. */
  public RequestPeek(Surface surface) {
    this(new Endpoint.Call(surface));
  }

  /** For a body sent to that path. */
  public RequestPeek(Endpoint.Call endpoint) {
    this.endpoint = endpoint;
    this.fields = new PeekedFields(endpoint.surface().protocol());
  }

  /**
   * Reads more of the body.
   *
   * @throws BadRequestException as soon as it is known not to be JSON
   */
  public void feed(ByteBuf bytes) {
    fields.feed(bytes);
  }

  /**
   * The call, once the whole body was fed.
   *
   * @param bytes how large it was
   * @throws BadRequestException naming the field
   */
  public ModelCall finish(int bytes) {
    fields.finish();
    refuseDoubles();
    String inPath = endpoint.model();
    JsonNode options = chat() ? fields.routing("stream_options") : null;
    String stateful = StatefulField.of(endpoint.surface(), fields);
    Protocol protocol = endpoint.surface().protocol();
    return new ModelCall(
        endpoint.surface(),
        inPath == null ? modelName() : checked(inPath),
        fields.span("model"),
        inPath == null ? bool("stream") : endpoint.stream(),
        OutputCap.of(protocol, fields),
        choices(protocol),
        streamOptions(options),
        options != null && options.path("include_usage").asBoolean(false),
        fields.root(),
        bytes,
        new ModelCall.Bounds(
            stateful == null ? fields.bound().tokens(bytes) : ModelCall.Bounds.OPEN,
            toolUses(),
            OutputCap.place(endpoint.surface(), fields),
            stateful == null ? fields.bound().media() : ModelCall.Media.ANY,
            OutputMedia.of(protocol, fields)),
        new ModelCall.Hints(
            SessionHint.of(endpoint.surface(), fields),
            stateful,
            encodingFormat(),
            ConversationStart.of(fields),
            fields.foreignReasoning()));
  }

  /** A Responses call can say itself how many there may be. */
  private long toolUses() {
    long uses = fields.bound().toolUses();
    Long cap = uses == 0 ? null : OutputCap.number(fields.hint(MAX_TOOL_CALLS));
    return cap == null ? uses : Math.min(cap, uses);
  }

  private boolean chat() {
    return endpoint.surface() == Surface.CHAT;
  }

  private void refuseDoubles() {
    Set<String> seen = new HashSet<>();
    for (String key : fields.keys()) {
      if (!seen.add(key) && ROUTING.contains(key)) {
        throw new BadRequestException(key, key + ": stands twice (expected: once)");
      }
    }
  }

  private String modelName() {
    JsonNode name = fields.routing("model");
    if (name == null) {
      throw new BadRequestException("model", "model: missing (expected: the name of a model)");
    }
    if (!name.isString()) {
      throw new BadRequestException("model", "model: not a name (expected: a string)");
    }
    return checked(name.stringValue());
  }

  private static String checked(String name) {
    if (name.isEmpty()
        || name.length() > MODEL_LIMIT
        || name.chars().anyMatch(Character::isISOControl)) {
      throw new BadRequestException(
          "model",
          "model: not a name (expected: at most " + MODEL_LIMIT + " printable characters)");
    }
    return name;
  }

  private boolean bool(String key) {
    JsonNode value = fields.routing(key);
    if (value == null || value.isNull()) {
      return false;
    }
    if (!value.isBoolean()) {
      throw new BadRequestException(key, key + ": not a boolean (expected: true or false)");
    }
    return value.booleanValue();
  }

  private int choices(Protocol protocol) {
    if (protocol == Protocol.GEMINI) {
      Long candidates = OutputCap.geminis(fields, List.of("candidateCount", "candidate_count"));
      return candidates == null ? 1 : Math.clamp(candidates, 1, MAX_CHOICES);
    }
    JsonNode value = chat() ? fields.routing("n") : null;
    if (value == null || value.isNull()) {
      return 1;
    }
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.intValue() < 1
        || value.intValue() > MAX_CHOICES) {
      throw new BadRequestException(
          "n", "n: not acceptable (expected: a whole number from 1 to " + MAX_CHOICES + ")");
    }
    return value.intValue();
  }

  private ModelCall.@Nullable StreamOptions streamOptions(@Nullable JsonNode options) {
    ModelCall.Span span = options == null ? null : fields.span("stream_options");
    if (options == null || span == null) {
      return null;
    }
    if (!options.isNull() && !options.isObject()) {
      throw new BadRequestException("stream_options", "stream_options: not an object");
    }
    ObjectNode changed =
        options.isObject() ? options.asObject().deepCopy() : JSON.createObjectNode();
    changed.put("include_usage", true);
    return new ModelCall.StreamOptions(span, JSON.writeValueAsBytes(changed));
  }

  private @Nullable String encodingFormat() {
    JsonNode format =
        endpoint.surface() == Surface.EMBEDDINGS ? fields.routing("encoding_format") : null;
    if (format == null || format.isNull()) {
      return null;
    }
    if (!format.isString()) {
      throw new BadRequestException("encoding_format", "encoding_format: not a string");
    }
    return format.stringValue();
  }
}
