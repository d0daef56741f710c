package io.posthouse.local.proof;

import io.posthouse.trust.SignedHeader;
import io.posthouse.trust.SigningSecrets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.json.JsonMapper;

/** A client at a relay's data path, on a connection for each call: nothing is ever sent twice. */
final class Caller {

  private static final int CONNECT_MILLIS = 5_000;
  private static final int READ_MILLIS = 90_000;

  private final SignedHeader signer;
  private final Clock clock = Clock.systemUTC();
  private final JsonMapper json = JsonMapper.builder().build();
  private final AtomicLong serial = new AtomicLong();

  Caller(String secret) {
    signer = new SignedHeader(SigningSecrets.parse("proof", List.of(secret)));
  }

  /** A call that has not been made. */
  Call newCall(UUID account, Kind kind) {
    return new Call(uuidV7(), account, kind, 0, false);
  }

  private UUID uuidV7() {
    UUID random = UUID.randomUUID();
    long high = (clock.millis() << 16) | 0x7000 | (serial.incrementAndGet() & 0xFFF);
    return new UUID(high, random.getLeastSignificantBits());
  }

  /** Makes a call; what came of it. */
  Call make(Call call, int port) {
    String answer = exchange(call.id(), call.account(), port, "POST", "/v1/messages", call.body());
    int status = status(answer);
    boolean whole =
        call.kind().stream
            ? answer.contains("message_stop") && answer.endsWith("\r\n0\r\n\r\n")
            : answer.contains("\"stop_reason\"") && answer.endsWith("}");
    return call.seen(status, whole);
  }

  /** Whether a model is for sale there. */
  boolean sees(String model, int port) {
    return status(exchange(uuidV7(), UUID.randomUUID(), port, "GET", "/v1/models/" + model, ""))
        == 200;
  }

  private static int status(String answer) {
    return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : 0;
  }

  /** All that came; less than an answer, or nothing, when the connection broke. */
  private String exchange(
      UUID requestId, UUID account, int port, String method, String path, String body) {
    String request =
        "%s %s HTTP/1.1\r\nhost: relay\r\nconnection: close\r\nX-Posthouse-Caller: %s\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%s"
            .formatted(method, path, header(requestId, account, method, path), body.length(), body);
    StringBuilder answer = new StringBuilder();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
      socket.setSoTimeout(READ_MILLIS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] piece = new byte[8192];
      for (int n = 0; n >= 0; n = socket.getInputStream().read(piece)) {
        answer.append(new String(piece, 0, n, StandardCharsets.UTF_8));
      }
    } catch (IOException broken) {
      // What came until then is what the client saw.
    }
    return answer.toString();
  }

  private String header(UUID requestId, UUID account, String method, String path) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("v", 1);
    claims.put("requestId", requestId.toString());
    claims.put("keyId", account.toString());
    claims.put("accountId", account.toString());
    claims.put("channels", List.of());
    claims.put("models", List.of());
    claims.put("method", method);
    claims.put("path", path);
    claims.put("exp", clock.instant().getEpochSecond() + 30);
    return signer.sign(json.writeValueAsBytes(claims));
  }
}
