package io.posthouse.relay.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.aayushatharva.brotli4j.encoder.BrotliOutputStream;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** T36, T59: content codings of requests. */
class BodyDecoderTest {

  private static final int BUDGET = 32 * 1024 * 1024;

  private static final BodyBudget budget = new BodyBudget(BUDGET);

  @AfterEach
  void everythingWasGivenBack() {
    assertThat(budget.taken()).isZero();
  }

  private static byte[] coded(String coding, byte[] plain) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream coder =
        switch (coding) {
          case "gzip", "x-gzip", "GZIP" -> new GZIPOutputStream(out);
          case "zstd" -> new ZstdOutputStream(out, 3);
          case "br" -> new BrotliOutputStream(out, new Encoder.Parameters().setQuality(4));
          case "raw" -> new DeflaterOutputStream(out, new Deflater(9, true));
          default -> new DeflaterOutputStream(out);
        }) {
      coder.write(plain);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toByteArray();
  }

  private static BodyDecoder decoder(String coding) {
    String name = coding.equals("raw") ? "deflate" : coding;
    assertThat(BodyDecoder.knows(name)).isTrue();
    return BodyDecoder.of(name, budget);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "x-gzip", "GZIP", "deflate", "raw", "zstd", "br"})
  void givesBackWhatWasCodedHoweverItIsCut(String coding) {
    // Given
    byte[] plain = new byte[30_000];
    new Random(1).nextBytes(plain);
    byte[] coded = coded(coding, plain);

    for (int step : new int[] {1, 7, 4096, coded.length}) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      BodyDecoder decoder = decoder(coding);

      // When
      for (int at = 0; at < coded.length; at += step) {
        ByteBuf piece = Unpooled.wrappedBuffer(coded, at, Math.min(step, coded.length - at));
        assertThat(decoder.decode(piece, part -> collect(out, part)))
            .isEqualTo(BodyDecoder.Decoded.WELL);
        assertThat(piece.release()).isTrue();
      }

      // Then
      assertThat(out.toByteArray()).isEqualTo(plain);
      assertThat(decoder.isWhole()).as("in steps of %s", step).isTrue();
      decoder.release();
    }
  }

  private static boolean collect(ByteArrayOutputStream out, ByteBuf part) {
    byte[] bytes = new byte[part.readableBytes()];
    part.getBytes(part.readerIndex(), bytes);
    out.writeBytes(bytes);
    return true;
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "zstd", "br"})
  void aBombIsNoticedBeforeItHasGrown(String coding) {
    // Given
    byte[] bomb = coded(coding, new byte[256 * 1024 * 1024]);
    AtomicLong made = new AtomicLong();
    BodyDecoder decoder = decoder(coding);

    // When
    BodyDecoder.Decoded decoded =
        decoder.decode(
            Unpooled.wrappedBuffer(bomb),
            part -> {
              made.addAndGet(part.readableBytes());
              return true;
            });

    // Then
    assertThat(decoded).isEqualTo(BodyDecoder.Decoded.BOMB);
    assertThat(made.get()).isLessThan(8 * 1024 * 1024);
    decoder.release();
  }

  @Test
  void whatIsNoGzipIsBrokenAndWhatEndsInTheMiddleIsNotWhole() {
    // Given
    byte[] coded = coded("gzip", "{\"model\":\"m\"}".getBytes(StandardCharsets.UTF_8));
    BodyDecoder broken = decoder("gzip");
    BodyDecoder cut = decoder("gzip");

    // When // Then
    assertThat(
            broken.decode(
                Unpooled.wrappedBuffer("{\"model\":1}".getBytes(StandardCharsets.UTF_8)),
                part -> true))
        .isEqualTo(BodyDecoder.Decoded.BROKEN);
    assertThat(cut.decode(Unpooled.wrappedBuffer(coded, 0, coded.length - 6), part -> true))
        .isEqualTo(BodyDecoder.Decoded.WELL);
    assertThat(cut.isWhole()).isFalse();
    assertThat(BodyDecoder.knows("compress")).isFalse();
    broken.release();
    cut.release();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "zstd", "br"})
  void whatIsCutIsNotWholeAndWhatIsBrokenIsToldSo(String coding) {
    // Given
    byte[] plain = new byte[30_000];
    new Random(2).nextBytes(plain);
    byte[] coded = coded(coding, plain);
    Random random = new Random(3);

    for (int round = 0; round < 200; round++) {
      byte[] altered = Arrays.copyOf(coded, random.nextInt(1, coded.length - 8));
      BodyDecoder cut = decoder(coding);
      BodyDecoder broken = decoder(coding);

      // When
      BodyDecoder.Decoded ofCut = cut.decode(Unpooled.wrappedBuffer(altered), part -> true);
      altered[random.nextInt(altered.length)] ^= (byte) (1 << random.nextInt(8));
      BodyDecoder.Decoded ofBroken = broken.decode(Unpooled.wrappedBuffer(altered), part -> true);

      // Then
      assertThat(ofCut).isEqualTo(BodyDecoder.Decoded.WELL);
      assertThat(cut.isWhole()).isFalse();
      assertThat(ofBroken)
          .isIn(
              BodyDecoder.Decoded.WELL, BodyDecoder.Decoded.BROKEN, BodyDecoder.Decoded.NO_MEMORY);
      assertThat(broken.isWhole()).isFalse();
      cut.release();
      broken.release();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "zstd", "br"})
  void whatComesBehindTheEndIsBroken(String coding) {
    // Given
    BodyDecoder decoder = decoder(coding);
    byte[] coded = coded(coding, "{}".getBytes(StandardCharsets.UTF_8));

    // When
    BodyDecoder.Decoded well = decoder.decode(Unpooled.wrappedBuffer(coded), part -> true);
    BodyDecoder.Decoded more = decoder.decode(Unpooled.wrappedBuffer(new byte[] {1}), part -> true);

    // Then
    assertThat(well).isEqualTo(BodyDecoder.Decoded.WELL);
    assertThat(more).isEqualTo(BodyDecoder.Decoded.BROKEN);
    decoder.release();
  }

  @Test
  void aWindowIsChargedToTheBudgetAndRefusedWhenItIsTooLarge() throws IOException {
    // Given: windows of 8 MB, 16 MB and 128 MB; the last is more than anybody may ask for
    byte[] usual = windowed(23);
    byte[] large = windowed(27);
    byte[] brotli = new byte[] {0x0f};
    BodyDecoder first = decoder("zstd");
    BodyDecoder second = decoder("br");
    BodyDecoder third = decoder("br");
    BodyDecoder fourth = decoder("zstd");

    // When // Then
    assertThat(first.decode(Unpooled.wrappedBuffer(usual), part -> true))
        .isEqualTo(BodyDecoder.Decoded.WELL);
    assertThat(budget.taken()).isEqualTo(8 * 1024 * 1024);
    assertThat(second.decode(Unpooled.wrappedBuffer(brotli), part -> true))
        .isEqualTo(BodyDecoder.Decoded.WELL);
    assertThat(budget.taken()).isEqualTo(24 * 1024 * 1024);
    assertThat(third.decode(Unpooled.wrappedBuffer(brotli), part -> true))
        .isEqualTo(BodyDecoder.Decoded.NO_MEMORY);
    assertThat(fourth.decode(Unpooled.wrappedBuffer(large), part -> true))
        .isEqualTo(BodyDecoder.Decoded.BROKEN);
    for (BodyDecoder each : List.of(first, second, third, fourth)) {
      each.release();
    }
  }

  /** Of a sender that did not know how long its body would be. */
  private static byte[] windowed(int log) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZstdOutputStream coder = new ZstdOutputStream(out).setLong(log)) {
      coder.write("{}".getBytes(StandardCharsets.UTF_8));
      coder.flush();
    }
    return out.toByteArray();
  }

  @Test
  void aZstdFrameThatTellsItsSizeNeedsNoMoreMemoryThanThat() {
    // Given
    byte[] plain = new byte[70_000];
    new Random(4).nextBytes(plain);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BodyDecoder decoder = decoder("zstd");

    // When
    BodyDecoder.Decoded decoded =
        decoder.decode(Unpooled.wrappedBuffer(Zstd.compress(plain)), part -> collect(out, part));

    // Then
    assertThat(decoded).isEqualTo(BodyDecoder.Decoded.WELL);
    assertThat(decoder.isWhole()).isTrue();
    assertThat(out.toByteArray()).isEqualTo(plain);
    assertThat(budget.taken()).isEqualTo(plain.length);
    decoder.release();
  }

  @Test
  void passesOverAHeaderThatHasEverythingAndChecksTheTrailer() {
    // Given
    byte[] plain = "{\"model\":\"m\"}".getBytes(StandardCharsets.UTF_8);
    byte[] usual = coded("gzip", plain);
    ByteArrayOutputStream full = new ByteArrayOutputStream();
    full.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 0x1e, 0, 0, 0, 0, 0, 0});
    full.writeBytes(new byte[] {3, 0, 'e', 'x', 't', 'n', 0, 'c', 'c', 0, 9, 9});
    full.write(usual, 10, usual.length - 10);
    byte[] wrong = full.toByteArray();
    wrong[wrong.length - 5] ^= 1;
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    // When
    BodyDecoder decoder = decoder("gzip");
    BodyDecoder.Decoded well =
        decoder.decode(Unpooled.wrappedBuffer(full.toByteArray()), part -> collect(out, part));
    BodyDecoder.Decoded altered =
        decoder("gzip").decode(Unpooled.wrappedBuffer(wrong), part -> true);
    BodyDecoder.Decoded longer =
        decoder.decode(Unpooled.wrappedBuffer(new byte[] {1}), part -> true);

    // Then
    assertThat(well).isEqualTo(BodyDecoder.Decoded.WELL);
    assertThat(out.toByteArray()).isEqualTo(plain);
    assertThat(altered).isEqualTo(BodyDecoder.Decoded.BROKEN);
    assertThat(longer).isEqualTo(BodyDecoder.Decoded.BROKEN);
  }
}
