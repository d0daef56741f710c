package io.posthouse.testing.clients;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One protocol of the scripted model. Stateless. */
interface Wire {

  /** Reads and writes all JSON here. */
  JsonMapper JSON = JsonMapper.builder().build();

  /**
   * Reads a request.
   *
   * @throws WireException when a provider would refuse it
   */
  Heard read(JsonNode request);

  /** The whole answer. */
  JsonNode whole(Heard heard, Said said);

  /** The stream's events, each with its blank line. */
  List<String> stream(Heard heard, Said said);

  /** An endless stream's beginning. */
  List<String> opening(Heard heard);

  /** A word of an endless stream. */
  String word(Heard heard);

  /** An error's body. */
  JsonNode error(int status, String message);

  /** An error inside a stream. */
  String errorEvent(String message);

  /** Text in pieces of at most that many characters, without cutting one in two. */
  static List<String> pieces(String text, int length) {
    List<String> pieces = new java.util.ArrayList<>();
    int from = 0;
    while (from < text.length()) {
      int to = Math.min(text.length(), from + length);
      if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
        to++;
      }
      pieces.add(text.substring(from, to));
      from = to;
    }
    return pieces;
  }
}
