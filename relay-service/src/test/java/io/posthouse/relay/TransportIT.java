package io.posthouse.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.aayushatharva.brotli4j.encoder.BrotliOutputStream;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a call may come in: sizes, framings, codings, and what is refused of them (T36, T59). */
class TransportIT extends RelayFixture {

  private static String body(String model) {
    return "{\"model\":\"" + model + "\",\"max_tokens\":9}";
  }

  @Test
  void aBodyOverTheLimitIsA413BothWaysAndTheLimitItselfPasses() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      upstream.then(it -> it.json(200, PassThroughIT.ANSWER));
      Sale sale = aSaleThrough("anthropic", upstream);
      int limit = 2 * 1024 * 1024;
      String frame = "{\"model\":\"" + sale.model() + "\",\"x\":\"\"}";
      String largest = frame.replace("\"\"", "\"" + "y".repeat(limit - frame.length()) + "\"");
      TestCaller caller = TestCaller.any();

      // When
      RawClient.Answer fits = messages(TestCaller.any(), largest);
      RawClient.Answer claimed = messages(TestCaller.any(), largest + " ");
      RawClient.Answer chunked;
      try (RawClient client = client()) {
        client.send(
            "POST /v1/messages HTTP/1.1\r\n"
                + "host: x\r\n"
                + "transfer-encoding: chunked\r\n"
                + "x-posthouse-caller: "
                + signed(caller, "POST", "/v1/messages")
                + "\r\n\r\n"
                + Integer.toHexString(limit + 1)
                + "\r\n"
                + largest
                + " \r\n0\r\n\r\n");
        chunked = client.readAnswer();
      }

      // Then
      assertThat(fits.status()).isEqualTo(200);
      assertThat(upstream.only().body()).hasSize(limit);
      assertThat(claimed.status()).isEqualTo(413);
      assertThat(claimed.text()).contains("request_too_large");
      assertThat(chunked.status()).isEqualTo(413);
    }
  }

  @Test
  void bodiesMayComeInBytesOrChunksAndExpectIsAnswered() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      for (int i = 0; i < 3; i++) {
        upstream.then(it -> it.json(200, PassThroughIT.ANSWER));
      }
      Sale sale = aSaleThrough("anthropic", upstream);
      String body = body(sale.model());
      TestCaller caller = TestCaller.any();
      String head =
          "POST /v1/messages HTTP/1.1\r\nhost: x\r\nx-posthouse-caller: "
              + signed(caller, "POST", "/v1/messages")
              + "\r\n";

      // When
      try (RawClient client = client()) {
        for (char c :
            (head + "content-length: " + body.length() + "\r\n\r\n" + body).toCharArray()) {
          client.send(String.valueOf(c));
        }
        assertThat(client.readAnswer().status()).isEqualTo(200);
        client.send(head + "transfer-encoding: chunked\r\n\r\n");
        for (int i = 0; i < body.length(); i++) {
          client.send("1\r\n" + body.charAt(i) + "\r\n");
        }
        assertThat(client.send("0\r\nx-trailer: t\r\n\r\n").readAnswer().status()).isEqualTo(200);
        client.send(head + "expect: 100-continue\r\ncontent-length: " + body.length() + "\r\n\r\n");
        assertThat(client.readHead().status()).isEqualTo(100);
        assertThat(client.send(body).readAnswer().status()).isEqualTo(200);
      }

      // Then
      assertThat(upstream.received()).extracting(FakeUpstream.Received::text).containsOnly(body);
    }
  }

  @Test
  void pipelinedCallsAreAnsweredInOrder() {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      upstream.then(it -> it.json(200, PassThroughIT.ANSWER));
      upstream.then(it -> it.json(200, "{\"second\":true}"));
      Sale sale = aSaleThrough("anthropic", upstream);
      String one = request(TestCaller.any(), "POST", "/v1/messages", body(sale.model()), Map.of());
      String two = request(TestCaller.any(), "POST", "/v1/messages", body(sale.model()), Map.of());
      String three = request(TestCaller.any(), "GET", "/v1/models", null, Map.of());

      // When // Then
      try (RawClient client = client()) {
        client.send(one + two + three);
        assertThat(client.readAnswer().text()).isEqualTo(PassThroughIT.ANSWER);
        assertThat(client.readAnswer().text()).isEqualTo("{\"second\":true}");
        assertThat(client.readAnswer().text()).contains("\"list\"");
      }
    }
  }

  @Test
  void twoFramingsAtOnceAreA400() {
    // Given
    TestCaller caller = TestCaller.any();
    String head =
        "POST /v1/messages HTTP/1.1\r\nhost: x\r\nx-posthouse-caller: "
            + signed(caller, "POST", "/v1/messages")
            + "\r\n";

    // When // Then
    for (String framing :
        new String[] {
          "content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n{}",
          "content-length: 2\r\ncontent-length: 3\r\n\r\n{}"
        }) {
      try (RawClient client = client()) {
        assertThat(client.send(head + framing).readAnswer().status()).isEqualTo(400);
        assertThat(client.isClosedByPeer()).isTrue();
      }
    }
  }

  @Test
  void anExpectationOfAStrangerIsRefusedWithoutTheBody() {
    // When
    RawClient.Answer answer;
    try (RawClient client = client()) {
      answer =
          client
              .send(
                  "POST /v1/messages HTTP/1.1\r\n"
                      + "host: x\r\n"
                      + "expect: 100-continue\r\n"
                      + "content-length: 5\r\n\r\n")
              .readAnswer();
    }

    // Then
    assertThat(answer.status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "zstd", "br"})
  void aCodedBodyIsReadAndGoesUpAsItReads(String coding) throws IOException {
    try (FakeUpstream upstream = new FakeUpstream()) {
      // Given
      upstream.then(it -> it.json(200, "{\"type\":\"message\",\"usage\":{\"input_tokens\":1}}"));
      Sale sale = aSaleThrough("anthropic", upstream);
      String plain = body(sale.model());

      // When
      RawClient.Answer answer = coded(coding, encoded(coding, plain));

      // Then
      assertThat(answer.status()).isEqualTo(200);
      assertThat(upstream.only().text()).isEqualTo(plain);
      assertThat(upstream.only().values("content-encoding")).isEmpty();
    }
  }

  @Test
  void aBombIsA413ABrokenCodingA400AndAnUnknownOneA415() throws IOException {
    // Given
    String spaces = " ".repeat(64 * 1024 * 1024);

    // When // Then
    for (String coding : List.of("gzip", "zstd", "br")) {
      byte[] large = encoded(coding, largeJson());
      assertThat(coded(coding, encoded(coding, spaces)).status()).isEqualTo(413);
      assertThat(coded(coding, large).status()).isEqualTo(413);
      assertThat(coded(coding, java.util.Arrays.copyOf(large, 20)).status()).isEqualTo(400);
    }
    assertThat(coded("deflate", new byte[] {1, 2, 3, 4}).status()).isEqualTo(400);
    RawClient.Answer unknown = coded("compress", new byte[] {1, 2, 3});
    assertThat(unknown.status()).isEqualTo(415);
    assertThat(unknown.text()).contains("gzip", "zstd", "br");
  }

  /** Three megabytes that hardly shrink: more than the limit, and no bomb. */
  private static String largeJson() {
    StringBuilder text = new StringBuilder("{\"x\":\"");
    java.util.Random random = new java.util.Random(1);
    while (text.length() < 3 * 1024 * 1024) {
      text.append(Long.toString(random.nextLong(), 36));
    }
    return text.append("\"}").toString();
  }

  private static byte[] encoded(String coding, String plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream coder =
        switch (coding) {
          case "zstd" -> new ZstdOutputStream(out);
          case "br" -> new BrotliOutputStream(out, new Encoder.Parameters().setQuality(1));
          default -> new GZIPOutputStream(out);
        }) {
      coder.write(plain.getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }

  private RawClient.Answer coded(String coding, byte[] body) {
    try (RawClient client = client()) {
      String head =
          "POST /v1/messages HTTP/1.1\r\nhost: x\r\nx-posthouse-caller: "
              + signed(TestCaller.any(), "POST", "/v1/messages")
              + "\r\ncontent-encoding: "
              + coding
              + "\r\ncontent-length: "
              + body.length
              + "\r\n\r\n";
      return client.send(head).send(body).readAnswer();
    }
  }
}
