package io.posthouse.relay.metering;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextCountTest {

  private static final String[] PARTS = {
    "plain words",
    "\\n",
    "\\\"",
    "\\u00e9",
    "héé",
    "漢字",
    "😀",
    " ",
    "a long row of letters of one byte"
  };

  @Test
  void countsTheCharactersOfTextAndOfNothingElse() {
    // Given
    TextCount count = new TextCount();

    // When
    count.feed(
        bytes("{\"id\":\"not this\",\"text\" : \"dès\\n漢\",\"list\":[\"text\",\"nor this\"]}"));

    // Then
    assertThat(count.characters()).isEqualTo(5);
    assertThat(new String(count.sample(), UTF_8)).isEqualTo("dès\\n漢");
    assertThat(count.sampleCharacters()).isEqualTo(5);
  }

  @Test
  void theSampleHoldsWholeCharactersAndTheCountGoesOnBehindIt() {
    // Given
    TextCount count = new TextCount();

    // When
    count.feed(bytes("{\"text\":\"" + "漢".repeat(10_000) + "\"}"));

    // Then
    assertThat(count.characters()).isEqualTo(10_000);
    assertThat(new String(count.sample(), UTF_8))
        .isEqualTo("漢".repeat((int) count.sampleCharacters()));
    assertThat(count.sampleCharacters()).isBetween(1_300L, 1_366L);
  }

  @Test
  void itDoesNotMatterHowTheBytesAreCut() {
    Random random = new Random(20261123);
    for (int round = 0; round < 300; round++) {
      // Given
      byte[] document = document(random).getBytes(UTF_8);
      TextCount whole = new TextCount();
      TextCount single = new TextCount();
      TextCount cut = new TextCount();

      // When
      whole.feed(Unpooled.wrappedBuffer(document));
      for (int i = 0; i < document.length; i++) {
        single.feed(document, i, i + 1);
      }
      for (int from = 0; from < document.length; ) {
        int to = Math.min(document.length, from + 1 + random.nextInt(40));
        cut.feed(document, from, to);
        from = to;
      }

      // Then
      for (TextCount other : new TextCount[] {single, cut}) {
        assertThat(other.characters()).isEqualTo(whole.characters()).isPositive();
        assertThat(other.sampleCharacters()).isEqualTo(whole.sampleCharacters());
        assertThat(other.sample()).isEqualTo(whole.sample());
      }
    }
  }

  private static String document(Random random) {
    StringBuilder text = new StringBuilder("{\"role\":\"assistant\",\"content\":\"x");
    int parts = random.nextInt(400);
    for (int i = 0; i < parts; i++) {
      text.append(PARTS[random.nextInt(PARTS.length)]);
    }
    return text + "\",\"a_key_that_is_longer_than_any\":\"no\",\"reasoning\":\"yes\"}";
  }

  private static io.netty.buffer.ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, UTF_8);
  }
}
