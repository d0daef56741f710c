package io.posthouse.relay.translation;

import static io.posthouse.relay.protocol.Protocol.CHAT;
import static io.posthouse.relay.protocol.Protocol.MESSAGES;

import tools.jackson.databind.node.ObjectNode;

/** Short ways to ask what becomes of a Chat call at Anthropic. */
final class ChatToMessages {

  private ChatToMessages() {}

  static ObjectNode up(String body) {
    return Hub.up(CHAT, MESSAGES, body);
  }

  static String refused(String more) {
    return Hub.refused(CHAT, MESSAGES, Hub.hello(CHAT, more));
  }

  static ObjectNode with(String more) {
    return up(Hub.hello(CHAT, more));
  }

  static String tools(String more) {
    return "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}},"
        + "{\"type\":\"function\",\"function\":{\"name\":\"g\"}}]"
        + more;
  }
}
