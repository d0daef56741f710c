package io.posthouse.relay.protocol;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The top-level values of a body that the relay looks at. Those that steer the call must be
 * readable; hints that are too long or broken count as absent. Not thread-safe.
 */
final class PeekedFields {

  private static final int ROUTING_LIMIT = 4096;
  private static final int LIMIT = 64 * 1024;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final Set<String> KEPT =
      Stream.of(
              RequestPeek.ROUTING,
              SessionHint.KEYS,
              StatefulField.KEYS,
              Set.of(RequestPeek.MAX_TOOL_CALLS))
          .flatMap(Set::stream)
          .collect(Collectors.toUnmodifiableSet());

  private final NestedReference nested = new NestedReference();
  private final ForeignReasoning foreign;
  private final InputBound bound;
  private final JsonScan scan;

  PeekedFields(Protocol protocol) {
    bound = new InputBound(protocol);
    foreign = ForeignReasoning.of(protocol);
    scan =
        new JsonScan(
            KEPT,
            ConversationStart.KEYS,
            LIMIT,
            new BothVisitors(new BothVisitors(nested, foreign), bound));
  }

  void feed(ByteBuf bytes) {
    scan.feed(bytes);
    refuseFaults();
  }

  void finish() {
    scan.finish();
    refuseFaults();
    if (!scan.isObject()) {
      throw new BadRequestException("", "The body is not a JSON object.");
    }
  }

  private void refuseFaults() {
    String fault = scan.fault();
    if (fault != null) {
      throw new BadRequestException("", "The body is not valid JSON: " + fault + ".");
    }
  }

  /** The keys that were seen, in order, doubles too. */
  List<String> keys() {
    List<JsonScan.Capture> captures = scan.captures();
    List<String> keys = new ArrayList<>(captures.size());
    for (JsonScan.Capture capture : captures) {
      keys.add(capture.key());
    }
    return keys;
  }

  /** The first name of something kept at one account that stands below the top; null for none. */
  @Nullable String nestedReference() {
    return nested.found();
  }

  /** What holds reasoning that we sealed for another provider. */
  List<ModelCall.Foreign> foreignReasoning() {
    return foreign.found();
  }

  /** The most that it can have as input. */
  InputBound bound() {
    return bound;
  }

  /** Where the object begins. */
  int root() {
    return Math.toIntExact(scan.rootStart());
  }

  /** Where a value stands; null when it is absent. */
  ModelCall.@Nullable Span span(String key) {
    JsonScan.Capture capture = scan.last(key);
    return capture == null
        ? null
        : new ModelCall.Span(Math.toIntExact(capture.start()), Math.toIntExact(capture.end()));
  }

  /**
   * A value that steers the call; null when it is absent.
   *
   * @throws BadRequestException when it is too long or not readable
   */
  @Nullable JsonNode routing(String key) {
    JsonScan.Capture capture = scan.last(key);
    if (capture == null) {
      return null;
    }
    byte[] raw = capture.raw();
    if (raw == null || raw.length > ROUTING_LIMIT) {
      throw new BadRequestException(
          key, key + ": too long (expected: at most " + ROUTING_LIMIT + " bytes)");
    }
    try {
      return JSON.readTree(raw);
    } catch (JacksonException malformed) {
      throw new BadRequestException(key, key + ": not readable (expected: UTF-8)");
    }
  }

  /** Whether a key is there with a value other than null; of doubles any counts. */
  boolean has(String key) {
    return hasOtherThan("null", key);
  }

  /** Whether a key is there with a value other than null or that word; of doubles any counts. */
  boolean hasOtherThan(String word, String key) {
    for (JsonScan.Capture capture : scan.captures()) {
      byte[] raw = capture.raw();
      String value = raw == null ? "" : new String(raw, StandardCharsets.UTF_8);
      if (capture.key().equals(key) && !value.equals("null") && !value.equals(word)) {
        return true;
      }
    }
    return false;
  }

  /** A value that may be left out of account; null when it is absent, too long or broken. */
  @Nullable JsonNode hint(String key) {
    JsonScan.Capture capture = scan.last(key);
    byte[] raw = capture == null ? null : capture.raw();
    if (raw == null) {
      return null;
    }
    try {
      return JSON.readTree(raw);
    } catch (JacksonException malformed) {
      return null;
    }
  }
}
