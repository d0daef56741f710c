package io.posthouse.relay.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RequestPeekTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String BODY =
      " {\"messages\":[{\"role\":\"user\",\"model\":\"inner\",\"content\":\"say \\\"stream\\\": true \\\\\"}],\"max_tokens\":12,"
          + "\"model\" : \"cl\\u0061ude\" , \"stream\":true,\"n\":2,\"stream_options\":{\"x\":[1,{}],\"include_usage\":false},"
          + "\"temperature\":1.0e-2,\"big\":[[[]],{},null,false]}\n";

  private static ModelCall peek(Surface surface, byte[] body, int... cuts) {
    RequestPeek peek = new RequestPeek(surface);
    int from = 0;
    for (int cut : cuts) {
      peek.feed(Unpooled.wrappedBuffer(body, from, cut - from));
      from = cut;
    }
    peek.feed(Unpooled.wrappedBuffer(body, from, body.length - from));
    return peek.finish(body.length);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void readsTheSameHoweverTheBodyIsCut() {
    // Given
    byte[] body = bytes(BODY);

    for (int cut = 0; cut <= body.length; cut++) {
      // When
      ModelCall call = peek(Surface.CHAT, body, cut);

      // Then
      assertThat(call.model()).isEqualTo("claude");
      assertThat(call.stream()).isTrue();
      assertThat(call.outputCap()).isEqualTo(12L);
      assertThat(call.choices()).isEqualTo(2);
      assertThat(call.usageAskedFor()).isFalse();
      assertThat(call.root()).isEqualTo(1);
      assertThat(BODY.substring(call.modelValue().start(), call.modelValue().end()))
          .isEqualTo("\"cl\\u0061ude\"");
      assertThat(
              BODY.substring(
                  call.streamOptions().span().start(), call.streamOptions().span().end()))
          .isEqualTo("{\"x\":[1,{}],\"include_usage\":false}");
    }
  }

  @Test
  void theNewerOutputCapWins() {
    // When
    ModelCall call =
        peek(
            Surface.CHAT,
            bytes("{\"model\":\"a\",\"max_tokens\":5,\"max_completion_tokens\":1e2}"));

    // Then
    assertThat(call.outputCap()).isEqualTo(100L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"model\":\"a\",\"model\":\"a\"}",
        "{\"mode\\u006c\":\"a\",\"model\":\"a\"}",
        "{\"model\":\"a\",\"n\":1,\"n\":1}",
        "{\"model\":\"a\",\"speed\":1,\"speed\":1}",
        "{\"model\":\"a\",\"n\":0}",
        "{\"model\":\"a\",\"n\":\"2\"}",
        "{\"model\":\"a\",\"stream_options\":7}",
        "{\"model\":null}",
        "{\"model\":\"\"}",
        "{\"model\":\"a\\nb\"}",
        "{\"model\":\"a\",}",
        "{\"model\":\"a\"}}",
        "{\"model\":\"a\"} x",
        "{\"model\":\"a\" \"b\":1}",
        "{\"model\":\"a\",\"x\":01}",
        "{\"model\":\"a\",\"x\":nul}",
        "{\"model\":\"a\",\"x\":\"\\x\"}",
        "{\"model\":\"a\",\"x\":[1,]}",
        "{\"model\":\"a\",\"x\":NaN}",
        "\uFEFF{\"model\":\"a\"}",
        ""
      })
  void refusesWhatTwoParsersCouldReadDifferently(String body) {
    assertThatThrownBy(() -> peek(Surface.CHAT, bytes(body)))
        .isInstanceOf(BadRequestException.class);
  }

  @Test
  void refusesDepthAndNumbersThatExhaustOthers() {
    // Given
    String deep = "{\"model\":\"a\",\"x\":" + "[".repeat(100_000);
    String number = "{\"model\":\"a\",\"x\":" + "9".repeat(1_000_000) + "}";

    // When // Then
    assertThatThrownBy(() -> peek(Surface.CHAT, bytes(deep))).hasMessageContaining("nested deeper");
    assertThatThrownBy(() -> peek(Surface.CHAT, bytes(number)))
        .hasMessageContaining("number of more");
  }

  @Test
  void agreesWithJacksonOnSeededDocuments() {
    for (int seed = 0; seed < 4000; seed++) {
      // Given
      Random random = new Random(seed);
      String text = document(random);
      if (random.nextInt(3) == 0) {
        text = damaged(random, text);
      }
      byte[] body = bytes(text);
      int cut = random.nextInt(body.length + 1);

      // When
      JsonNode tree;
      try {
        tree =
            JSON.readerFor(JsonNode.class)
                .with(tools.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .readValue(body);
      } catch (JacksonException malformed) {
        tree = null;
      }
      JsonScan scan = new JsonScan(java.util.Set.of("model", "usage"), 1 << 20);
      scan.feed(Unpooled.wrappedBuffer(body, 0, cut));
      scan.feed(Unpooled.wrappedBuffer(body, cut, body.length - cut));
      scan.finish();

      // Then
      assertThat(scan.fault() == null)
          .as("seed %s: %s, %s", seed, text, scan.fault())
          .isEqualTo(tree != null);
      if (tree != null && tree.isObject()) {
        JsonNode known = tree.path("model");
        JsonScan.Capture capture = scan.last("model");
        assertThat(capture == null ? null : JSON.readTree(capture.raw()))
            .as("seed %s: %s", seed, text)
            .isEqualTo(known.isMissingNode() ? null : known);
      }
    }
  }

  private static String damaged(Random random, String text) {
    int at = random.nextInt(text.length());
    return switch (random.nextInt(3)) {
      case 0 -> text.substring(0, at) + text.substring(at + 1);
      case 1 -> text.substring(0, at) + ",]}{[:\"x0".charAt(random.nextInt(9)) + text.substring(at);
      default -> text.substring(0, at);
    };
  }

  private static String document(Random random) {
    StringBuilder text = new StringBuilder();
    object(random, text, 0);
    return text.toString();
  }

  private static void object(Random random, StringBuilder text, int depth) {
    text.append('{');
    int fields = random.nextInt(5);
    for (int i = 0; i < fields; i++) {
      String key = random.nextInt(3) == 0 ? "model" : "k" + random.nextInt(100);
      text.append(i == 0 ? "" : ",").append(" ".repeat(random.nextInt(2)));
      text.append('"')
          .append(random.nextInt(4) == 0 ? key.replace("o", "\\u006f") : key)
          .append("\":");
      value(random, text, depth + 1);
    }
    text.append('}');
  }

  private static void value(Random random, StringBuilder text, int depth) {
    switch (random.nextInt(depth > 4 ? 6 : 8)) {
      case 0 -> text.append("true");
      case 1 -> text.append("null");
      case 2 -> text.append(random.nextInt());
      case 3 -> text.append(random.nextDouble());
      case 4, 5 -> text.append('"').append(string(random)).append('"');
      case 6 -> object(random, text, depth);
      default -> {
        text.append('[');
        int values = random.nextInt(4);
        for (int i = 0; i < values; i++) {
          text.append(i == 0 ? "" : ", ");
          value(random, text, depth + 1);
        }
        text.append(']');
      }
    }
  }

  private static String string(Random random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(30);
    for (int i = 0; i < length; i++) {
      text.append(
          switch (random.nextInt(8)) {
            case 0 -> "\\\"";
            case 1 -> "\\\\";
            case 2 -> "\\u00e9";
            case 3 -> "驿";
            case 4 -> "{";
            default -> "a";
          });
    }
    return text.toString();
  }

  @Test
  void splicesNothingButWhatItMust() {
    // Given
    byte[] body = bytes(BODY);
    ModelCall call = peek(Surface.CHAT, body);
    ByteBuf original = Unpooled.wrappedBuffer(body);

    // When
    ByteBuf same = Splice.body(original.alloc(), original, call, "claude", false, null);
    ByteBuf renamed = Splice.body(original.alloc(), original, call, "x\"y", true, null);

    // Then
    assertThat(same.toString(StandardCharsets.UTF_8)).isEqualTo(BODY);
    assertThat(renamed.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            BODY.replace("\"cl\\u0061ude\"", "\"x\\\"y\"")
                .replace(
                    "{\"x\":[1,{}],\"include_usage\":false}",
                    "{\"x\":[1,{}],\"include_usage\":true}"));
  }
}
