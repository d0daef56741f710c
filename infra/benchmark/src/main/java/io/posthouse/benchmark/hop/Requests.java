package io.posthouse.benchmark.hop;

import io.posthouse.testing.TestTrust;
import io.posthouse.trust.SignedHeader;
import io.posthouse.trust.SigningSecrets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Requests of one kind: heads that name a call each, and the body that they share. They carry what
 * the gateway would have signed, and the shape of the answer for when nginx passes them on.
 */
record Requests(List<byte[]> heads, byte[] body) {

  private static final int CALLS = 4096;
  private static final long SIX_HOURS = 6 * 3600;

  /** One of the heads, in turn. */
  byte[] head(int turn) {
    return heads.get(Math.floorMod(turn, heads.size()));
  }

  /**
   * Calls of Messages.
   *
   * @param channel whose upstream gives that shape
   * @param body JSON
   */
  static Requests of(String channel, Shape shape, String body) {
    SignedHeader signer =
        new SignedHeader(SigningSecrets.parse("benchmark", List.of(TestTrust.CALLER_SECRET)));
    long until = InstantSource.system().instant().getEpochSecond() + SIX_HOURS;
    String account = UUID.randomUUID().toString();
    String key = UUID.randomUUID().toString();
    List<byte[]> heads = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      String claims =
          "{\"v\":1,\"requestId\":\"%s\",\"keyId\":\"%s\",\"accountId\":\"%s\",\"channels\":[\"%s\"],\"models\":[],\"method\":\"POST\",\"path\":\"/v1/messages\",\"exp\":%d}"
              .formatted(UUID.randomUUID(), key, account, channel, until);
      heads.add(Shape.ascii(head(signer.sign(Shape.ascii(claims)), shape, body.length())));
    }
    return new Requests(List.copyOf(heads), Shape.ascii(body));
  }

  private static String head(String caller, Shape shape, int length) {
    return "POST /v1/messages HTTP/1.1\r\n"
        + "Host: 127.0.0.1\r\n"
        + "User-Agent: anthropic-sdk-bench/1.0\r\n"
        + "Content-Type: application/json\r\n"
        + "Accept: application/json\r\n"
        + "anthropic-version: 2023-06-01\r\n"
        + "x-api-key: "
        + shape.credential()
        + "\r\nX-Posthouse-Caller: "
        + caller
        + "\r\nContent-Length: "
        + length
        + "\r\n\r\n";
  }

  /** A prompt of about that many bytes. */
  static String prompt(int bytes, boolean stream, boolean modelFirst) {
    String model = "\"model\":\"" + Neighbours.MODEL + "\"";
    String rest =
        "\"max_tokens\":1024,\"stream\":" + stream + ",\"messages\":[" + turns(bytes) + "]";
    return "{" + (modelFirst ? model + "," + rest : rest + "," + model) + "}";
  }

  /** One long turn; what a conversation's bytes are is not looked at. */
  private static String turns(int bytes) {
    String words = "Tell me what a courier changed at a posthouse. ";
    StringBuilder text = new StringBuilder(bytes + words.length());
    Stream.generate(() -> words)
        .limit(Math.max(1, (bytes - 200) / words.length()))
        .forEach(text::append);
    return "{\"role\":\"user\",\"content\":\"" + text + "\"}";
  }

  /** The channels behind which a shape of either protocol waits. */
  static List<Way> ways() {
    return Stream.of(Shape.values())
        .flatMap(shape -> Stream.of(new Way("anthropic", shape), new Way("openai", shape)))
        .toList();
  }

  /**
   * A channel with one upstream.
   *
   * @param protocol of the upstream
   */
  record Way(String protocol, Shape shape) {

    String channel() {
      return protocol + "-" + shape.credential();
    }
  }
}
