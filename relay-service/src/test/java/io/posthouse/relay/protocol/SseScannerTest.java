package io.posthouse.relay.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseScannerTest {

  private static final String STREAM =
      "event: a\ndata: {\"x\":\"é驿\"}\n\n: c\n\ndata: 1\ndata: 2\n\ndata: [DONE]\n\n";

  private static List<String> events(byte[] stream, int... cuts) {
    List<String> events = new ArrayList<>();
    SseScanner scanner =
        new SseScanner(
            (bytes, length, whole, begin, end) ->
                events.add(new String(bytes, 0, length, StandardCharsets.UTF_8)));
    int from = 0;
    for (int cut : cuts) {
      scanner.feed(Unpooled.wrappedBuffer(stream, from, cut - from));
      from = cut;
    }
    scanner.feed(Unpooled.wrappedBuffer(stream, from, stream.length - from));
    return events;
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n"})
  void findsTheSameEventsHoweverTheyAreCut(String lineEnd) {
    // Given
    byte[] stream = STREAM.replace("\n", lineEnd).getBytes(StandardCharsets.UTF_8);

    for (int first = 0; first <= stream.length; first++) {
      for (int second = first; second <= stream.length; second += 7) {
        // When
        List<String> events = events(stream, first, second);

        // Then
        assertThat(events).hasSize(4);
        assertThat(String.join("", events)).isEqualTo(STREAM.replace("\n", lineEnd));
      }
    }
  }

  @Test
  void carriageReturnsAloneEndLinesToo() {
    // When
    List<String> events = events("data: 1\r\rdata: 2\r\rx".getBytes(StandardCharsets.UTF_8));

    // Then
    assertThat(events).containsExactly("data: 1\r\r", "data: 2\r\r");
  }

  @Test
  void positionsPointIntoThePiece() {
    // Given
    byte[] stream = STREAM.getBytes(StandardCharsets.UTF_8);
    List<int[]> positions = new ArrayList<>();
    SseScanner scanner =
        new SseScanner((bytes, length, whole, begin, end) -> positions.add(new int[] {begin, end}));

    // When
    scanner.feed(Unpooled.wrappedBuffer(stream, 0, 10));
    scanner.feed(Unpooled.wrappedBuffer(stream, 10, stream.length - 10));

    // Then
    assertThat(positions.getFirst()[0]).isNegative();
    assertThat(positions.get(1)[0]).isEqualTo(positions.getFirst()[1]);
    assertThat(positions.getLast()[1]).isEqualTo(stream.length - 10);
  }

  @Test
  void ofAHugeEventOnlyTheBeginningIsKept() {
    // Given
    byte[] line = new byte[20 * 1024 * 1024];
    Arrays.fill(line, (byte) 'x');
    List<Integer> lengths = new ArrayList<>();
    List<Boolean> wholes = new ArrayList<>();
    SseScanner scanner =
        new SseScanner(
            (bytes, length, whole, begin, end) -> {
              lengths.add(length);
              wholes.add(whole);
            });

    // When
    scanner.feed(Unpooled.wrappedBuffer(line));
    scanner.feed(Unpooled.wrappedBuffer("\n\ndata: 1\n\n".getBytes(StandardCharsets.US_ASCII)));

    // Then
    assertThat(lengths).containsExactly(SseScanner.LIMIT, 9);
    assertThat(wholes).containsExactly(false, true);
  }
}
