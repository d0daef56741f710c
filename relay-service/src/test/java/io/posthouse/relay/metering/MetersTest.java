package io.posthouse.relay.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.netty.buffer.Unpooled;
import io.posthouse.relay.protocol.Protocol;
import io.posthouse.relay.protocol.SseScanner;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** T09, T10, T11, T13, T14, T20, T21. */
class MetersTest {

  private static MeterReading read(Protocol protocol, String stream, int cut) {
    StreamMeter meter = StreamMeter.of(protocol);
    SseScanner scanner =
        new SseScanner((bytes, length, whole, begin, end) -> meter.event(bytes, length, whole));
    byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
    scanner.feed(Unpooled.wrappedBuffer(bytes, 0, cut));
    scanner.feed(Unpooled.wrappedBuffer(bytes, cut, bytes.length - cut));
    return meter.read().counted(77);
  }

  private static MeterReading read(Protocol protocol, String stream) {
    MeterReading whole = read(protocol, stream, 0);
    int length = stream.getBytes(StandardCharsets.UTF_8).length;
    for (int cut = 1; cut <= length; cut++) {
      assertThat(read(protocol, stream, cut)).as("cut at %s", cut).isEqualTo(whole);
    }
    return whole;
  }

  private static String event(String name, String data) {
    return "event: " + name + "\ndata: " + data + "\n\n";
  }

  private static final String START =
      event(
          "message_start",
          "{\"message\":{\"usage\":{\"input_tokens\":10,\"cache_creation_input_tokens\":300,\"cache_read_input_tokens\":50,"
              + "\"cache_creation\":{\"ephemeral_5m_input_tokens\":100,\"ephemeral_1h_input_tokens\":200},\"output_tokens\":1,"
              + "\"service_tier\":\"priority\"}}}");
  private static final String TEXT =
      event(
          "content_block_delta",
          "{\"delta\":{\"type\":\"text_delta\",\"text\":\"a\\\"usage\\\": {12}é驿站xxx\"}}");
  private static final String STOP = event("message_stop", "{}");

  @Test
  void anthropicsDeltaOverwritesAndIsNeverAdded() {
    // When
    MeterReading reading =
        read(
            Protocol.MESSAGES,
            START
                + TEXT
                + event(
                    "message_delta",
                    "{\"usage\":{\"output_tokens\":40,\"input_tokens\":null,\"output_tokens_details\":{\"thinking_tokens\":30},"
                        + "\"server_tool_use\":{\"web_search_requests\":2}}}")
                + STOP);

    // Then
    assertThat(reading.tokens()).isEqualTo(new Tokens(10, 50, 100, 200, 40, 30));
    assertThat(reading.source()).isEqualTo(UsageSource.REPORTED);
    assertThat(reading.tools()).containsEntry("web_search_requests", 2L);
    assertThat(reading.tier()).isEqualTo("priority");
  }

  @Test
  void laterCumulativeValuesCountAndTheRemainderIsFiveMinutes() {
    // When
    MeterReading reading =
        read(
            Protocol.MESSAGES,
            START
                + event(
                    "message_delta",
                    "{\"usage\":{\"output_tokens\":41,\"input_tokens\":12,\"cache_creation_input_tokens\":450,\"cache_read_input_tokens\":60}}")
                + STOP);

    // Then
    assertThat(reading.tokens()).isEqualTo(new Tokens(12, 60, 250, 200, 41, 0));
  }

  @Test
  void aMissingSplitMeansFiveMinutes() {
    // When
    MeterReading reading =
        read(
            Protocol.MESSAGES,
            event(
                    "message_start",
                    "{\"message\":{\"usage\":{\"input_tokens\":1,\"cache_creation_input_tokens\":9,\"output_tokens\":1}}}")
                + event("message_delta", "{\"usage\":{\"output_tokens\":2}}")
                + STOP);

    // Then
    assertThat(reading.tokens()).isEqualTo(new Tokens(1, 0, 9, 0, 2, 0));
  }

  @Test
  void iterationsCountInsteadOfTheTopLevel() {
    // When
    MeterReading reading =
        read(
            Protocol.MESSAGES,
            START
                + event(
                    "message_delta",
                    "{\"usage\":{\"output_tokens\":5,\"iterations\":[{\"type\":\"compaction\",\"input_tokens\":100,\"output_tokens\":20},"
                        + "{\"type\":\"message\",\"input_tokens\":30,\"output_tokens\":5},"
                        + "{\"type\":\"fallback_message\",\"input_tokens\":9,\"output_tokens\":0}]}}")
                + STOP);

    // Then
    assertThat(reading.tokens()).isEqualTo(new Tokens(130, 0, 0, 0, 25, 0));
    assertThat(reading.byModel()).isEmpty();
  }

  @Test
  void t11PassesOfNamedModelsAreToldApartAndContainedInTheSum() {
    // When
    MeterReading reading =
        read(
            Protocol.MESSAGES,
            START
                + event(
                    "message_delta",
                    "{\"usage\":{\"output_tokens\":5,\"iterations\":["
                        + "{\"type\":\"compaction\",\"model\":\"main\",\"input_tokens\":100,\"output_tokens\":20},"
                        + "{\"type\":\"message\",\"model\":\"main\",\"input_tokens\":30,\"output_tokens\":5},"
                        + "{\"type\":\"advisor_message\",\"model\":\"advisor\",\"input_tokens\":7,\"cache_read_input_tokens\":2,\"output_tokens\":3}]}}")
                + STOP);

    // Then
    assertThat(reading.tokens()).isEqualTo(new Tokens(137, 2, 0, 0, 28, 0));
    assertThat(reading.byModel())
        .containsOnly(
            entry("main", new Tokens(130, 0, 0, 0, 25, 0)),
            entry("advisor", new Tokens(7, 2, 0, 0, 3, 0)));
  }

  @Test
  void anUntimelyEndIsTheReportedInputAndAnEstimateOfTheOutput() {
    // When
    MeterReading reading = read(Protocol.MESSAGES, START + TEXT);

    // Then: 12 tokens of text
    assertThat(reading.source()).isEqualTo(UsageSource.PARTIAL);
    assertThat(reading.tokens()).isEqualTo(new Tokens(10, 50, 100, 200, 12, 0));
  }

  private static String data(String json) {
    return "data: " + json + "\n\n";
  }

  private static final String USAGE =
      "\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":200,\"total_tokens\":1200,\"prompt_tokens_details\":"
          + "{\"cached_tokens\":600,\"cache_write_tokens\":300},\"completion_tokens_details\":{\"reasoning_tokens\":150}}";
  private static final String CHAT_TEXT =
      data("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"12345678\"}}],\"usage\":null}");
  private static final String CHAT_FINISH =
      data("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":null}");
  private static final Tokens CHAT = new Tokens(100, 600, 300, 0, 200, 150);

  @Test
  void openAisUsageCountsWhereverItStands() {
    // Given
    String alone = CHAT_TEXT + CHAT_FINISH + data("{\"choices\":[]," + USAGE + "}");
    String onFinish =
        CHAT_TEXT
            + data(
                "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],"
                    + USAGE
                    + "}");
    String onEach =
        data(
                "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"x\"}}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}")
            + data(
                "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],"
                    + USAGE
                    + "}");

    // When // Then
    for (String stream : new String[] {alone, onFinish, onEach, alone + data("[DONE]")}) {
      assertThat(read(Protocol.CHAT, stream).tokens()).isEqualTo(CHAT);
      assertThat(read(Protocol.CHAT, stream).source()).isEqualTo(UsageSource.REPORTED);
    }
  }

  @Test
  void noUsageAnywhereIsEstimated() {
    // When
    MeterReading reading = read(Protocol.CHAT, CHAT_TEXT + CHAT_FINISH + data("[DONE]"));

    // Then
    assertThat(reading.source()).isEqualTo(UsageSource.ESTIMATED);
    assertThat(reading.tokens()).isEqualTo(new Tokens(77, 0, 0, 0, 3, 0));
  }

  private static Tokens whole(Protocol protocol, String body) {
    WholeMeter meter = new WholeMeter(protocol);
    for (byte b : body.getBytes(StandardCharsets.UTF_8)) {
      meter.feed(Unpooled.wrappedBuffer(new byte[] {b}));
    }
    assertThat(meter.isAnswer()).isTrue();
    return meter.read(true).counted(77).tokens();
  }

  @Test
  void wholeAnswersAreReadToo() {
    assertThat(
            whole(Protocol.CHAT, "{\"choices\":[{\"message\":{\"content\":\"x\"}}]," + USAGE + "}"))
        .isEqualTo(CHAT);
    assertThat(
            whole(
                Protocol.MESSAGES,
                "{\"usage\":{\"input_tokens\":3,\"output_tokens\":4},\"content\":[]}"))
        .isEqualTo(new Tokens(3, 0, 0, 0, 4, 0));
    assertThat(whole(Protocol.CHAT, "{\"choices\":[{\"message\":{\"content\":\"12345\"}}]}"))
        .isEqualTo(new Tokens(77, 0, 0, 0, 2, 0));
  }

  @Test
  void dialectsOfCompatiblesAreUnderstood() {
    assertThat(
            whole(
                Protocol.CHAT,
                "{\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5,\"total_tokens\":22,\"completion_tokens_details\":{\"reasoning_tokens\":7}}}"))
        .isEqualTo(new Tokens(10, 0, 0, 0, 12, 7));
    assertThat(
            whole(
                Protocol.CHAT,
                "{\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5,\"prompt_cache_hit_tokens\":4,\"prompt_cache_miss_tokens\":6}}"))
        .isEqualTo(new Tokens(6, 4, 0, 0, 5, 0));
    assertThat(
            whole(
                Protocol.CHAT,
                "{\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5,\"cached_tokens\":3}}"))
        .isEqualTo(new Tokens(7, 3, 0, 0, 5, 0));
    assertThat(
            whole(
                Protocol.CHAT,
                "{\"usage\":{\"input_tokens\":10,\"output_tokens\":5,\"cache_read_input_tokens\":3}}"))
        .isEqualTo(new Tokens(10, 3, 0, 0, 5, 0));
    assertThat(
            whole(Protocol.CHAT, "{\"usage\":{\"prompt_tokens\":-5,\"completion_tokens\":1e308}}"))
        .isEqualTo(Tokens.NONE);
  }

  @Test
  void anErrorInASuccessIsNoAnswer() {
    // Given
    WholeMeter meter = new WholeMeter(Protocol.CHAT);

    // When
    meter.feed(
        Unpooled.wrappedBuffer("{\"error\":{\"message\":\"x\"}}".getBytes(StandardCharsets.UTF_8)));

    // Then
    assertThat(meter.isAnswer()).isFalse();
  }

  @Test
  void whatWeCountIsNeverMoreThanTheCallCouldGive() {
    // Given: a stream that was cut, of 20 words or so
    String words = "one two three four five six seven eight nine ten ".repeat(2);
    String stream =
        event(
                "message_start",
                "{\"message\":{\"usage\":{\"input_tokens\":11,\"output_tokens\":1}}}")
            + event(
                "content_block_delta",
                "{\"delta\":{\"type\":\"text_delta\",\"text\":\"" + words + "\"}}");
    StreamMeter meter = StreamMeter.of(Protocol.MESSAGES);
    new SseScanner((bytes, length, whole, begin, end) -> meter.event(bytes, length, whole))
        .feed(Unpooled.copiedBuffer(stream, StandardCharsets.UTF_8));

    // When
    MeterReading reading = meter.read();

    // Then
    assertThat(reading.ofCrash(100, 1_000).tokens().output()).isGreaterThan(8);
    assertThat(reading.counted(11).tokens().output()).isGreaterThan(8);
    MeterReading bounded = reading.within(8);
    assertThat(bounded.ofCrash(100, 1_000).tokens()).isEqualTo(new Tokens(11, 0, 0, 0, 8, 0));
    assertThat(bounded.counted(11).tokens()).isEqualTo(new Tokens(11, 0, 0, 0, 8, 0));
    assertThat(reading.within(0).counted(11).tokens().output()).isEqualTo(1);
  }
}
