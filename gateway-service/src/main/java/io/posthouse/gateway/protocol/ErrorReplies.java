package io.posthouse.gateway.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

/**
 * The bodies of refusals, rendered once per protocol when the class is loaded: a refusal on the
 * data path copies bytes and inserts the request id or the seconds to wait, nothing more. All text
 * is ours; none of it is the caller's.
 */
public final class ErrorReplies {

  /** The longest wait that we ask for, in seconds (protocols.md 3.2). */
  public static final int MAXIMUM_RETRY_SECONDS = 30;

  private static final Map<Protocol, Map<Refusal, Reply>> REPLIES = render();

  /** A body with one place to fill in. */
  private record Reply(byte[] head, byte[] tail, Slot slot) {

    byte[] with(String requestId, int retrySeconds) {
      byte[] filling =
          switch (slot) {
            case NONE -> new byte[0];
            case REQUEST_ID -> requestId.getBytes(StandardCharsets.US_ASCII);
            case SECONDS -> Integer.toString(retrySeconds).getBytes(StandardCharsets.US_ASCII);
          };
      ByteArrayOutputStream body =
          new ByteArrayOutputStream(head.length + filling.length + tail.length);
      body.writeBytes(head);
      body.writeBytes(filling);
      body.writeBytes(tail);
      return body.toByteArray();
    }
  }

  private enum Slot {
    NONE,
    REQUEST_ID,
    SECONDS
  }

  private ErrorReplies() {}

  /** The media type of a protocol's errors. */
  public static String contentType(Protocol protocol) {
    return protocol == Protocol.OURS ? "application/problem+json" : "application/json";
  }

  /**
   * The body of a refusal.
   *
   * @param requestId ours; Anthropic's bodies name it
   * @param retrySeconds how long to wait; Gemini's bodies name it
   */
  public static byte[] body(
      Protocol protocol, Refusal refusal, String requestId, int retrySeconds) {
    Map<Refusal, Reply> replies = REPLIES.get(protocol);
    Reply reply = replies == null ? null : replies.get(refusal);
    if (reply == null) {
      throw new IllegalStateException("no reply for " + protocol + " " + refusal);
    }
    return reply.with(requestId, retrySeconds);
  }

  private static Map<Protocol, Map<Refusal, Reply>> render() {
    Map<Protocol, Map<Refusal, Reply>> all = new EnumMap<>(Protocol.class);
    for (Protocol protocol : Protocol.values()) {
      Map<Refusal, Reply> replies = new EnumMap<>(Refusal.class);
      for (Refusal refusal : Refusal.values()) {
        replies.put(refusal, render(protocol, refusal));
      }
      all.put(protocol, replies);
    }
    return all;
  }

  private static Reply render(Protocol protocol, Refusal refusal) {
    return switch (protocol) {
      case ANTHROPIC -> anthropic(refusal);
      case OPENAI -> openAi(refusal);
      case GEMINI -> gemini(refusal);
      case OURS -> problem(refusal);
    };
  }

  private static Reply anthropic(Refusal refusal) {
    String head =
        "{\"type\":\"error\",\"error\":{\"type\":\""
            + refusal.anthropicType()
            + "\",\"message\":\""
            + refusal.message()
            + "\"},\"request_id\":\"";
    return reply(head, "\"}", Slot.REQUEST_ID);
  }

  private static Reply openAi(Refusal refusal) {
    String code = refusal.openAiCode() == null ? "null" : "\"" + refusal.openAiCode() + "\"";
    String head =
        "{\"error\":{\"message\":\""
            + refusal.message()
            + "\",\"type\":\""
            + refusal.openAiType()
            + "\",\"param\":null,\"code\":"
            + code
            + "}}";
    return reply(head, "", Slot.NONE);
  }

  private static Reply gemini(Refusal refusal) {
    String head =
        "{\"error\":{\"code\":"
            + refusal.status(Protocol.GEMINI)
            + ",\"message\":\""
            + refusal.message()
            + "\",\"status\":\""
            + refusal.geminiStatus()
            + "\"";
    if (refusal.status(Protocol.GEMINI) != 429) {
      return reply(head + "}}", "", Slot.NONE);
    }
    String details =
        ",\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"";
    return reply(head + details, "s\"}]}}", Slot.SECONDS);
  }

  private static Reply problem(Refusal refusal) {
    String head =
        "{\"type\":\"urn:posthouse:problem:"
            + refusal.slug()
            + "\",\"title\":\""
            + title(refusal.status(Protocol.OURS))
            + "\",\"status\":"
            + refusal.status(Protocol.OURS)
            + ",\"detail\":\""
            + refusal.message()
            + "\"}";
    return reply(head, "", Slot.NONE);
  }

  private static String title(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 413 -> "Content Too Large";
      case 429 -> "Too Many Requests";
      case 502 -> "Bad Gateway";
      case 503 -> "Service Unavailable";
      case 504 -> "Gateway Timeout";
      default -> "Internal Server Error";
    };
  }

  private static Reply reply(String head, String tail, Slot slot) {
    return new Reply(
        head.getBytes(StandardCharsets.UTF_8), tail.getBytes(StandardCharsets.UTF_8), slot);
  }
}
