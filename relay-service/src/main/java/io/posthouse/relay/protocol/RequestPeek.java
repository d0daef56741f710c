package io.posthouse.relay.protocol;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
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

  private static final Set<String> KEYS =
      Set.of(
          "model",
          "stream",
          "max_tokens",
          "max_completion_tokens",
          "stream_options",
          "n",
          "service_tier",
          "speed");
  private static final int VALUE_LIMIT = 4096;
  private static final int MODEL_LIMIT = 256;
  private static final int MAX_CHOICES = 128;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Protocol protocol;
  private final JsonScan scan = new JsonScan(KEYS, VALUE_LIMIT);

  /** For a body of that protocol. */
  public RequestPeek(Protocol protocol) {
    this.protocol = protocol;
  }

  /**
   * Reads more of the body.
   *
   * @throws BadRequestException as soon as it is known not to be JSON
   */
  public void feed(ByteBuf bytes) {
    scan.feed(bytes);
    refuseFaults();
  }

  /**
   * The call, once the whole body was fed.
   *
   * @param bytes how large it was
   * @throws BadRequestException naming the field
   */
  public ModelCall finish(int bytes) {
    scan.finish();
    refuseFaults();
    if (!scan.isObject()) {
      throw new BadRequestException("", "The body is not a JSON object.");
    }
    refuseDoubles();
    JsonScan.Capture model = scan.last("model");
    if (model == null) {
      throw new BadRequestException("model", "model: missing (expected: the name of a model)");
    }
    JsonNode options = node("stream_options");
    boolean stream = bool("stream");
    return new ModelCall(
        protocol,
        modelName(),
        span(model),
        stream,
        outputCap(),
        choices(),
        streamOptions(options),
        options != null && options.path("include_usage").asBoolean(false),
        Math.toIntExact(scan.rootStart()),
        bytes);
  }

  private void refuseFaults() {
    String fault = scan.fault();
    if (fault != null) {
      throw new BadRequestException("", "The body is not valid JSON: " + fault + ".");
    }
  }

  private void refuseDoubles() {
    Set<String> seen = new HashSet<>();
    for (JsonScan.Capture capture : scan.captures()) {
      if (!seen.add(capture.key())) {
        throw new BadRequestException(
            capture.key(), capture.key() + ": stands twice (expected: once)");
      }
    }
  }

  private String modelName() {
    JsonNode name = node("model");
    if (name == null || !name.isString() || name.stringValue().isEmpty()) {
      throw new BadRequestException("model", "model: not a name (expected: a string)");
    }
    String text = name.stringValue();
    if (text.length() > MODEL_LIMIT || text.chars().anyMatch(Character::isISOControl)) {
      throw new BadRequestException(
          "model",
          "model: not a name (expected: at most " + MODEL_LIMIT + " printable characters)");
    }
    return text;
  }

  private boolean bool(String key) {
    JsonNode value = node(key);
    if (value == null || value.isNull()) {
      return false;
    }
    if (!value.isBoolean()) {
      throw new BadRequestException(key, key + ": not a boolean (expected: true or false)");
    }
    return value.booleanValue();
  }

  private @Nullable Long outputCap() {
    Long newer = protocol == Protocol.OPENAI ? cap("max_completion_tokens") : null;
    return newer != null ? newer : cap("max_tokens");
  }

  private @Nullable Long cap(String key) {
    JsonNode value = node(key);
    if (value == null || !value.isNumber()) {
      return null;
    }
    BigDecimal number = value.decimalValue();
    boolean sensible =
        number.signum() >= 0 && number.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0;
    return sensible ? Long.valueOf(number.longValue()) : null;
  }

  private int choices() {
    JsonNode value = protocol == Protocol.OPENAI ? node("n") : null;
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
    JsonScan.Capture capture = scan.last("stream_options");
    if (capture == null || options == null) {
      return null;
    }
    if (!options.isNull() && !options.isObject()) {
      throw new BadRequestException("stream_options", "stream_options: not an object");
    }
    ObjectNode changed =
        options.isObject() ? options.asObject().deepCopy() : JSON.createObjectNode();
    changed.put("include_usage", true);
    return new ModelCall.StreamOptions(span(capture), JSON.writeValueAsBytes(changed));
  }

  private @Nullable JsonNode node(String key) {
    JsonScan.Capture capture = scan.last(key);
    if (capture == null) {
      return null;
    }
    byte[] raw = capture.raw();
    if (raw == null) {
      throw new BadRequestException(
          key, key + ": too long (expected: at most " + VALUE_LIMIT + " bytes)");
    }
    try {
      return requireNonNull(JSON.readTree(raw), key);
    } catch (JacksonException malformed) {
      throw new BadRequestException(key, key + ": not readable (expected: UTF-8)");
    }
  }

  private static ModelCall.Span span(JsonScan.Capture capture) {
    return new ModelCall.Span(Math.toIntExact(capture.start()), Math.toIntExact(capture.end()));
  }
}
