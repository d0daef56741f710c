package io.posthouse.relay.metering;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.posthouse.relay.protocol.Protocol;
import io.posthouse.relay.protocol.SseScanner;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sound and pictures are told apart, and never more than what they are a part of. */
class MediaTest {

  private static final long SEED = 20_261_123;

  private static Tokens whole(Protocol protocol, String body) {
    WholeMeter meter = new WholeMeter(protocol);
    meter.feed(Unpooled.wrappedBuffer(body.getBytes(StandardCharsets.UTF_8)));
    return meter.read(true).tokens();
  }

  private static Tokens stream(Protocol protocol, String events) {
    return reading(protocol, events).tokens();
  }

  private static MeterReading reading(Protocol protocol, String events) {
    StreamMeter meter = StreamMeter.of(protocol);
    SseScanner scanner =
        new SseScanner((bytes, length, all, begin, end) -> meter.event(bytes, length, all));
    scanner.feed(Unpooled.wrappedBuffer(events.getBytes(StandardCharsets.UTF_8)));
    return meter.read();
  }

  private static final String CHAT =
      "\"usage\":{\"prompt_tokens\":300,\"completion_tokens\":240,\"total_tokens\":540,"
          + "\"prompt_tokens_details\":{\"audio_tokens\":180,\"image_tokens\":85,\"cached_tokens\":0,\"text_tokens\":35},"
          + "\"completion_tokens_details\":{\"audio_tokens\":200,\"image_tokens\":9,\"reasoning_tokens\":0}}";
  private static final Tokens CHAT_TOKENS =
      new Tokens(300, 0, 0, 0, 240, 0, new MediaTokens(180, 85, 0, 0, 200, 9));

  @Test
  void chatTellsThemInItsDetails() {
    assertThat(whole(Protocol.CHAT, "{\"choices\":[]," + CHAT + "}")).isEqualTo(CHAT_TOKENS);
    assertThat(
            stream(
                Protocol.CHAT,
                "data: {\"choices\":[{\"delta\":{\"audio\":{\"data\":\"QUJD\"}}}],\"usage\":null}\n\n"
                    + "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
                    + "data: {\"choices\":[],"
                    + CHAT
                    + "}\n\ndata: [DONE]\n\n"))
        .isEqualTo(CHAT_TOKENS);
  }

  @Test
  void responsesTellThemTheSameWay() {
    assertThat(
            whole(
                Protocol.RESPONSES,
                "{\"output\":[],\"usage\":{\"input_tokens\":100,\"input_tokens_details\":{\"image_tokens\":60,\"cached_tokens\":20},"
                    + "\"output_tokens\":50,\"output_tokens_details\":{\"audio_tokens\":7}}}"))
        .isEqualTo(new Tokens(80, 20, 0, 0, 50, 0, new MediaTokens(0, 60, 0, 0, 7, 0)));
  }

  @Test
  void aTellingOfWhatWasCachedCountsAndWithoutOneTheUncachedInputIsFilledFirst() {
    String details = "\"audio_tokens\":70,\"image_tokens\":20,\"cached_tokens\":60";

    assertThat(
            chat(
                100,
                details + ",\"cached_tokens_details\":{\"audio_tokens\":50,\"text_tokens\":10}"))
        .isEqualTo(new Tokens(40, 60, 0, 0, 1, 0, new MediaTokens(20, 20, 50, 0, 0, 0)));
    assertThat(chat(100, details))
        .isEqualTo(new Tokens(40, 60, 0, 0, 1, 0, new MediaTokens(40, 0, 30, 20, 0, 0)));
  }

  private static Tokens chat(long prompt, String details) {
    return whole(
        Protocol.CHAT,
        "{\"usage\":{\"prompt_tokens\":"
            + prompt
            + ",\"completion_tokens\":1,\"prompt_tokens_details\":{"
            + details
            + "}}}");
  }

  @Test
  void geminiTellsThemByModalityAndTheLastTellingCounts() {
    String early =
        "data: {\"usageMetadata\":{\"promptTokenCount\":500,\"promptTokensDetails\":[{\"modality\":\"TEXT\",\"tokenCount\":500}]}}\n\n";
    String last =
        "data: {\"candidates\":[{\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":500,\"cachedContentTokenCount\":200,"
            + "\"candidatesTokenCount\":1300,\"thoughtsTokenCount\":90,\"toolUsePromptTokenCount\":30,"
            + "\"promptTokensDetails\":[{\"modality\":\"TEXT\",\"tokenCount\":40},{\"modality\":\"AUDIO\",\"tokenCount\":300},"
            + "{\"modality\":\"IMAGE\",\"tokenCount\":60},{\"modality\":\"VIDEO\",\"tokenCount\":100}],"
            + "\"cacheTokensDetails\":[{\"modality\":\"AUDIO\",\"tokenCount\":150},{\"modality\":\"VIDEO\",\"tokenCount\":50}],"
            + "\"candidatesTokensDetails\":[{\"modality\":\"IMAGE\",\"tokenCount\":1290},{\"modality\":\"TEXT\",\"tokenCount\":10}],"
            + "\"toolUsePromptTokensDetails\":[{\"modality\":\"IMAGE\",\"tokenCount\":5}]}}\n\n";

    assertThat(stream(Protocol.GEMINI, early + last))
        .isEqualTo(new Tokens(330, 200, 0, 0, 1390, 90, new MediaTokens(150, 65, 150, 0, 0, 1290)));
  }

  @Test
  void textAloneIsJustThat() {
    assertThat(
            whole(
                    Protocol.CHAT,
                    "{\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":3,"
                        + "\"prompt_tokens_details\":{\"audio_tokens\":0},\"completion_tokens_details\":{\"audio_tokens\":0}}}")
                .media())
        .isNull();
  }

  @Test
  void whatWasSungBeforeAStreamWasCutIsReckonedByItsLength() {
    // Given: a second of sound, 64,000 characters, and a word of what it says
    String second = "QUJD".repeat(16_000);
    String sung =
        "data: {\"choices\":[{\"delta\":{\"audio\":{\"id\":\"a\",\"data\":\"%s\"}}}]}\n\n"
            .formatted(second);
    String said = "data: {\"choices\":[{\"delta\":{\"audio\":{\"transcript\":\"12345678\"}}}]}\n\n";

    // When
    Tokens cut = stream(Protocol.CHAT, sung + said + sung);
    MeterReading counted = reading(Protocol.CHAT, sung + said + sung).counted(77);

    // Then: 20 tokens a second, and two or three of text
    assertThat(cut).isEqualTo(new Tokens(0, 0, 0, 0, 42, 0, new MediaTokens(0, 0, 0, 0, 40, 0)));
    assertThat(counted.source()).isEqualTo(UsageSource.ESTIMATED);
    assertThat(counted.tokens())
        .isEqualTo(new Tokens(77, 0, 0, 0, 43, 0, new MediaTokens(0, 0, 0, 0, 40, 0)));
    assertThat(stream(Protocol.CHAT, sung + "data: {\"choices\":[]," + CHAT + "}\n\n"))
        .isEqualTo(CHAT_TOKENS);
  }

  @Test
  void aPictureBeforeAStreamWasCutIsOneOfTheSmallestHoweverLargeItsBytes() {
    // Given
    String picture =
        "data: {\"candidates\":[{\"content\":{\"parts\":[{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"%s\"}}]}}]}\n\n"
            .formatted("QUJD".repeat(100_000));
    String sound =
        "data: {\"candidates\":[{\"content\":{\"parts\":[{\"inlineData\":{\"mimeType\":\"audio/pcm\",\"data\":\"%s\"}}]}}],"
            .formatted("QUJD".repeat(8_000));
    String input =
        "\"usageMetadata\":{\"promptTokenCount\":9,\"promptTokensDetails\":[{\"modality\":\"IMAGE\",\"tokenCount\":4}]}}\n\n";
    String url =
        "data: {\"choices\":[{\"delta\":{\"images\":[{\"image_url\":{\"url\":\"data:image/png;base64,%s\"}}]}}]}\n\n"
            .formatted("QUJD".repeat(1_000));

    // When // Then
    assertThat(stream(Protocol.GEMINI, picture + sound + input))
        .isEqualTo(new Tokens(9, 0, 0, 0, 1130, 0, new MediaTokens(0, 4, 0, 0, 10, 1120)));
    assertThat(stream(Protocol.CHAT, url).media()).isEqualTo(new MediaTokens(0, 0, 0, 0, 0, 1120));
  }

  @Test
  void inputThatIsCountedAsReadAgainTakesTextFirstThenPicturesThenSound() {
    // Given
    Tokens tokens = new Tokens(100, 10, 20, 30, 5, 0, new MediaTokens(50, 30, 4, 3, 2, 1));

    // When // Then
    assertThat(tokens.asCacheRead(60).media()).isEqualTo(tokens.media());
    assertThat(tokens.asCacheRead(90).media()).isEqualTo(new MediaTokens(50, 10, 4, 23, 2, 1));
    assertThat(tokens.asCacheRead(150).media()).isEqualTo(new MediaTokens(0, 0, 54, 33, 2, 1));
  }

  @ParameterizedTest
  @EnumSource(
      value = Protocol.class,
      names = {"CHAT", "RESPONSES", "GEMINI"})
  void whateverIsReportedTheKindsAreDisjointAndSumToWhatTextAloneWouldBe(Protocol protocol) {
    Random random = new Random(SEED);
    for (int i = 0; i < 2_000; i++) {
      Numbers numbers = new Numbers(random);
      Tokens told = whole(protocol, numbers.body(protocol, true));
      Tokens plain = whole(protocol, numbers.body(protocol, false));

      assertThat(plain.media()).as("seed %s, %s", SEED, i).isNull();
      assertThat(
              new Tokens(
                  told.input(),
                  told.cacheRead(),
                  told.cacheWrite5m(),
                  told.cacheWrite1h(),
                  told.output(),
                  told.reasoning()))
          .as("seed %s, %s: %s", SEED, i, numbers)
          .isEqualTo(plain);
      assertBounded(told, numbers);
      assertBounded(told.plus(told).without(told).asCacheRead(told.input()), numbers);
      assertBounded(told.withInput(told.input() / 2).withOutput(told.output() / 2), numbers);
    }
  }

  private static void assertBounded(Tokens tokens, Numbers numbers) {
    MediaTokens media = tokens.media();
    if (media != null) {
      assertThat(media.inputAudio() + media.inputImage())
          .as("%s", numbers)
          .isBetween(0L, tokens.input());
      assertThat(media.cacheReadAudio() + media.cacheReadImage())
          .as("%s", numbers)
          .isBetween(0L, tokens.cacheRead());
      assertThat(media.outputAudio() + media.outputImage())
          .as("%s", numbers)
          .isBetween(0L, tokens.output());
    }
  }

  /** Counters as any upstream may report them, subsets larger than their wholes among them. */
  private record Numbers(
      long prompt,
      long cached,
      long written,
      long output,
      long reasoning,
      long audio,
      long image,
      long cachedAudio,
      long cachedImage,
      boolean toldByCache,
      long outputAudio,
      long outputImage) {

    Numbers(Random random) {
      this(
          random.nextLong(100),
          random.nextLong(100),
          random.nextLong(20),
          random.nextLong(100),
          random.nextLong(20),
          random.nextLong(120),
          random.nextLong(60),
          random.nextLong(60),
          random.nextLong(60),
          random.nextBoolean(),
          random.nextLong(120),
          random.nextLong(60));
    }

    String body(Protocol protocol, boolean media) {
      return switch (protocol) {
        case CHAT -> openAi("prompt_tokens", "completion_tokens", media);
        case RESPONSES -> openAi("input_tokens", "output_tokens", media);
        default -> gemini(media);
      };
    }

    private String openAi(String in, String out, boolean media) {
      String of = "\"audio_tokens\":%d,\"image_tokens\":%d";
      String inMedia =
          ","
              + of.formatted(audio, image)
              + (toldByCache
                  ? ",\"cached_tokens_details\":{" + of.formatted(cachedAudio, cachedImage) + "}"
                  : "");
      return "{\"usage\":{\"%s\":%d,\"%s\":%d,\"%s_details\":{\"cached_tokens\":%d,\"cache_write_tokens\":%d%s},"
              .formatted(in, prompt, out, output, in, cached, written, media ? inMedia : "")
          + "\"%s_details\":{\"reasoning_tokens\":%d%s}}}"
              .formatted(out, reasoning, media ? "," + of.formatted(outputAudio, outputImage) : "");
    }

    private String gemini(boolean media) {
      String details =
          ",\"promptTokensDetails\":"
              + list(audio, image)
              + (toldByCache ? ",\"cacheTokensDetails\":" + list(cachedAudio, cachedImage) : "")
              + ",\"candidatesTokensDetails\":"
              + list(outputAudio, outputImage);
      return "{\"usageMetadata\":{\"promptTokenCount\":%d,\"cachedContentTokenCount\":%d,\"candidatesTokenCount\":%d,\"thoughtsTokenCount\":%d%s}}"
          .formatted(prompt, cached, output, reasoning, media ? details : "");
    }

    private static String list(long audio, long image) {
      return "[{\"modality\":\"AUDIO\",\"tokenCount\":%d},{\"modality\":\"IMAGE\",\"tokenCount\":%d}]"
          .formatted(audio, image);
    }
  }
}
