package io.posthouse.relay.translation;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.posthouse.relay.protocol.BadRequestException;
import io.posthouse.relay.protocol.Protocol;
import io.posthouse.relay.translation.StreamTranslation.Phase;
import io.posthouse.relay.translation.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Malformed and giant input, in every pair. Seeded: a failure names its round. */
class AdversityTest {

  private static final String PAIRS = "io.posthouse.relay.translation.AllPairs#pairs";
  private static final int ROUNDS = 100;
  private static final String[] PIECES = {
    "\"",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "null",
    "0",
    "-1",
    "1e999",
    "\\",
    "\n",
    "\n\n",
    "true",
    "\"index\":99",
    "\"delta\":[]",
    "\"type\":7",
    "\u0000",
    "\ud83e",
    "99999999999999999999"
  };

  private static final String[] VALUES = {
    "null",
    "0",
    "-1",
    "1e400",
    "99999999999999999999",
    "\"\"",
    "\"x\"",
    "[]",
    "{}",
    "[[]]",
    "[null]",
    "{\"type\":\"text\"}",
    "true",
    "\"\\ud83e\"",
    "[1]",
    "[\"x\"]",
    "{\"type\":1}"
  };

  private static byte[] mutated(byte[] original, SplittableRandom random) {
    byte[] bytes = original.clone();
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes = spliced(bytes, at, PIECES[random.nextInt(PIECES.length)], 0);
        case 2 ->
            bytes =
                spliced(bytes, at, PIECES[random.nextInt(PIECES.length)], 1 + random.nextInt(20));
        default -> bytes = spliced(bytes, at, "", 1 + random.nextInt(40));
      }
    }
    return bytes;
  }

  private static byte[] spliced(byte[] bytes, int at, String piece, int dropped) {
    byte[] added = piece.getBytes(StandardCharsets.UTF_8);
    int rest = Math.max(0, bytes.length - at - dropped);
    byte[] result = new byte[Math.max(1, at + added.length + rest)];
    System.arraycopy(bytes, 0, result, 0, at);
    System.arraycopy(added, 0, result, at, added.length);
    System.arraycopy(bytes, bytes.length - rest, result, at + added.length, rest);
    return result;
  }

  /** One value somewhere in it is another one. */
  private static byte[] withAnotherValue(byte[] json, SplittableRandom random) {
    ObjectNode tree = Hub.json(json);
    List<JsonNode> containers = new ArrayList<>();
    containers.add(tree);
    for (int i = 0; i < containers.size(); i++) {
      containers
          .get(i)
          .forEach(
              node -> {
                if (node.isContainer() && !node.isEmpty()) {
                  containers.add(node);
                }
              });
    }
    JsonNode container = containers.get(random.nextInt(containers.size()));
    JsonNode value = Hub.json("{\"v\":" + VALUES[random.nextInt(VALUES.length)] + "}").path("v");
    int which = random.nextInt(container.size());
    if (container instanceof ObjectNode object) {
      object.set(List.copyOf(object.propertyNames()).get(which), value);
    } else if (container instanceof ArrayNode array) {
      array.set(which, value);
    }
    return Json.bytes(tree);
  }

  private static byte[] changed(byte[] json, int round) {
    SplittableRandom random = new SplittableRandom(round);
    return round % 2 == 0 ? withAnotherValue(json, random) : mutated(json, random);
  }

  /** The same in one event of a stream. */
  private static byte[] withAnotherEvent(byte[] stream, SplittableRandom random) {
    String[] lines = new String(stream, StandardCharsets.UTF_8).split("\n", -1);
    int at = random.nextInt(lines.length);
    while (!lines[at].startsWith("data: {")) {
      at = (at + 1) % lines.length;
    }
    byte[] data = lines[at].substring(6).getBytes(StandardCharsets.UTF_8);
    lines[at] = "data: " + Hub.text(withAnotherValue(data, random));
    return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @MethodSource(PAIRS)
  void anyStreamEndsOneWayOrTheOther(Protocol client, Protocol upstream) {
    byte[] stream = Streams.usual(upstream).getBytes(StandardCharsets.UTF_8);
    Translation call = Hub.call(client, Hub.target(upstream), Hub.hello(client), true);
    for (int round = 0; round < ROUNDS; round++) {
      // Given
      SplittableRandom random = new SplittableRandom(round);
      byte[] bytes = round % 2 == 0 ? withAnotherEvent(stream, random) : mutated(stream, random);
      StreamTranslation translation = call.stream();

      // When
      int from = 0;
      while (from < bytes.length) {
        int size = Math.min(bytes.length - from, 1 + random.nextInt(400));
        translation.feed(Unpooled.wrappedBuffer(bytes, from, size));
        from += size;
      }
      translation.end();

      // Then
      assertThat(translation.phase()).as("round %d", round).isIn(Phase.COMPLETE, Phase.FAILED);
      if (translation.phase() == Phase.COMPLETE) {
        assertThat(translation.terminal()).isNotEmpty();
      } else {
        assertThat(translation.broken(translation.failure(), "r")).isNotEmpty();
      }
    }
  }

  @ParameterizedTest
  @MethodSource(PAIRS)
  void anyAnswerIsReadOrUnreadable(Protocol client, Protocol upstream) {
    byte[] answer = WholeAnswersTest.answer(upstream).getBytes(StandardCharsets.UTF_8);
    Translation call = Hub.call(client, upstream, Hub.hello(client));
    int read = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = changed(answer, round);
      try {
        read += call.whole(bytes).body().length > 0 ? 1 : 0;
      } catch (UnreadableAnswerException unreadable) {
        assertThat(unreadable).hasMessageNotContaining("Paris");
      }
    }
    assertThat(read).isBetween(1, ROUNDS - 1);
  }

  @ParameterizedTest
  @MethodSource(PAIRS)
  void anyRequestIsTranslatedOrRefused(Protocol client, Protocol upstream) {
    byte[] body = ToolRoundTripTest.conversation(client).getBytes(StandardCharsets.UTF_8);
    int sent = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = changed(body, round);
      try {
        sent +=
            Hub.translator()
                        .read(ClientCall.of(client, "m", true, bytes))
                        .to(Hub.target(upstream))
                        .body()
                        .length
                    > 0
                ? 1
                : 0;
      } catch (BadRequestException refused) {
        assertThat(refused.text()).isNotEmpty();
      }
    }
    assertThat(sent).isBetween(1, ROUNDS - 1);
  }

  @ParameterizedTest
  @MethodSource(PAIRS)
  void t50GiantToolArgumentsComeExactlyAndInLinearTime(Protocol client, Protocol upstream) {
    // Given
    long begin = System.nanoTime();
    StreamTranslation translation = PairStreams.stream(client, upstream);
    StringBuilder heard = new StringBuilder();
    boolean usual = Set.of(client, upstream).equals(Set.of(Protocol.MESSAGES, Protocol.CHAT));
    int fragments = usual ? 50_000 : 10_000;
    String fragment = "x".repeat(99) + "é";

    // When
    say(translation, opening(upstream), heard);
    if (upstream == Protocol.GEMINI) {
      say(
          translation,
          Streams.plain(
              Streams.geminiChunk(
                  "{\"functionCall\":{\"name\":\"f\",\"args\":{\"v\":\""
                      + fragment.repeat(fragments)
                      + "\"}}}",
                  "")),
          heard);
    } else {
      say(translation, fragment(upstream, "{\\\"v\\\":\\\""), heard);
      String piece = fragment(upstream, fragment);
      for (int i = 0; i < fragments; i++) {
        say(translation, piece, heard);
      }
      say(translation, fragment(upstream, "\\\"}"), heard);
    }
    say(translation, closing(upstream), heard);
    heard.append(Hub.text(translation.end())).append(Hub.text(translation.terminal()));

    // Then
    String arguments = arguments(client, heard.toString());
    assertThat(arguments).hasSize("{\"v\":\"\"}".length() + fragments * 100);
    assertThat(arguments.equals("{\"v\":\"" + fragment.repeat(fragments) + "\"}")).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(60));
  }

  private static void say(StreamTranslation translation, String stream, StringBuilder heard) {
    heard.append(
        Hub.text(
            translation.feed(Unpooled.wrappedBuffer(stream.getBytes(StandardCharsets.UTF_8)))));
  }

  private static String opening(Protocol upstream) {
    return switch (upstream) {
      case MESSAGES ->
          Streams.named(
              Streams.MESSAGE_START,
              Streams.blockStart(
                  0, "{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"f\",\"input\":{}}"));
      case CHAT ->
          Streams.plain(
              Streams.chunk(
                  "{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}"));
      case RESPONSES ->
          Streams.named(
              "{\"type\":\"response.created\",\"response\":{" + Streams.RESPONSE + "}}",
              Streams.itemAdded(
                  0,
                  "{\"type\":\"function_call\",\"id\":\"fc\",\"call_id\":\"a\",\"name\":\"f\"}"));
      case GEMINI -> "";
    };
  }

  private static String fragment(Protocol upstream, String piece) {
    return switch (upstream) {
      case MESSAGES ->
          "event: content_block_delta\ndata: "
              + Streams.blockDelta(
                  0, "{\"type\":\"input_json_delta\",\"partial_json\":\"" + piece + "\"}")
              + "\n\n";
      case CHAT ->
          "data: "
              + Streams.chunk(
                  "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"" + piece + "\"}}]}")
              + "\n\n";
      case RESPONSES ->
          "event: x\ndata: "
              + Streams.part("function_call_arguments.delta", 0, "\"delta\":\"" + piece + "\"")
              + "\n\n";
      case GEMINI -> "";
    };
  }

  private static String closing(Protocol upstream) {
    return switch (upstream) {
      case MESSAGES ->
          Streams.named(
              Streams.blockStop(0), Streams.messageDelta("tool_use"), Streams.MESSAGE_STOP);
      case CHAT -> Streams.plain(Streams.chunk("{}", "tool_calls"), "[DONE]");
      case RESPONSES ->
          Streams.named(
              "{\"type\":\"response.completed\",\"response\":{" + Streams.RESPONSE + "}}");
      case GEMINI -> Streams.plain(Streams.geminiChunk("", ",\"finishReason\":\"STOP\""));
    };
  }

  private static String arguments(Protocol client, String heard) {
    StringBuilder arguments = new StringBuilder();
    for (JsonNode event : Hub.events(heard)) {
      arguments.append(
          switch (client) {
            case MESSAGES -> event.at("/delta/partial_json").asString("");
            case CHAT -> event.at("/choices/0/delta/tool_calls/0/function/arguments").asString("");
            case RESPONSES ->
                event.path("type").asString("").endsWith("arguments.delta")
                    ? event.path("delta").stringValue()
                    : "";
            case GEMINI -> {
              JsonNode args = event.at("/candidates/0/content/parts/0/functionCall/args");
              yield args.isObject() ? args.toString() : "";
            }
          });
    }
    return arguments.toString();
  }
}
