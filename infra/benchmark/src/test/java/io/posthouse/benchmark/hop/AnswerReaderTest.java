package io.posthouse.benchmark.hop;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerReaderTest {

  private static final String ANSWERS =
      "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
          + "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n1A\r\n"
          + "abcdefghijklmnopqrstuvwxyz\r\n0\r\n\r\n"
          + "HTTP/1.1 503 No\r\ncontent-length: 0\r\n\r\n";

  @Test
  void followsAnswersHoweverTheyAreCut() {
    for (int piece = 1; piece <= ANSWERS.length(); piece++) {
      // Given
      StringBuilder body = new StringBuilder();
      AnswerReader reader =
          new AnswerReader(
              (buffer, from, length) ->
                  body.append(buffer.toString(from, length, StandardCharsets.US_ASCII)));
      List<String> seen = new ArrayList<>();

      // When
      byte[] all = Shape.ascii(ANSWERS);
      for (int from = 0; from < all.length; from += piece) {
        var in = Unpooled.wrappedBuffer(all, from, Math.min(piece, all.length - from));
        while (in.isReadable()) {
          if (reader.read(in)) {
            seen.add(reader.status() + " " + reader.bodyBytes());
          }
        }
      }

      // Then
      assertThat(seen).containsExactly("200 5", "200 29", "503 0");
      assertThat(body).hasToString("helloabcabcdefghijklmnopqrstuvwxyz");
    }
  }
}
