package io.posthouse.relay.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** T36, T59: content codings of requests. */
class BodyDecoderTest {

  private static byte[] coded(String coding, byte[] plain) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream coder =
        switch (coding) {
          case "gzip", "x-gzip", "GZIP" -> new GZIPOutputStream(out);
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
    return BodyDecoder.of(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "x-gzip", "GZIP", "deflate", "raw"})
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

  @Test
  void aBombIsNoticedBeforeItHasGrown() {
    // Given
    byte[] bomb = coded("gzip", new byte[256 * 1024 * 1024]);
    AtomicLong made = new AtomicLong();
    BodyDecoder decoder = decoder("gzip");

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
    assertThat(BodyDecoder.knows("zstd")).isFalse();
    broken.release();
    cut.release();
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
