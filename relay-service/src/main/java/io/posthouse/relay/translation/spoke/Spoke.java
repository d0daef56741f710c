package io.posthouse.relay.translation.spoke;

import io.posthouse.relay.protocol.BadRequestException;
import io.posthouse.relay.translation.ClientCall;
import io.posthouse.relay.translation.UnreadableAnswerException;
import io.posthouse.relay.translation.json.Drops;
import io.posthouse.relay.translation.neutral.Conversation;
import io.posthouse.relay.translation.neutral.Reply;
import io.posthouse.relay.translation.stream.Sequencer;
import io.posthouse.relay.translation.stream.StreamReader;
import io.posthouse.relay.translation.stream.StreamWriter;
import tools.jackson.databind.node.ObjectNode;

/** One protocol, both ways, requests and answers. Stateless and thread-safe. */
public interface Spoke {

  /**
   * Reads a client's request.
   *
   * @throws BadRequestException naming a field that is wrong, or that no other protocol carries
   */
  Asked read(ClientCall call, Drops drops);

  /**
   * Writes a request for an upstream.
   *
   * @throws BadRequestException naming the client's field that this protocol does not carry
   */
  Written write(Conversation conversation, Writing writing);

  /** Reads an upstream's stream. */
  StreamReader streamReader();

  /**
   * Reads an upstream's whole answer.
   *
   * @throws UnreadableAnswerException if it is none
   */
  void whole(ObjectNode answer, Sequencer out);

  /** Says an answer to a client as a stream. */
  StreamWriter streamWriter(AnswerShape shape);

  /**
   * Says an answer to a client as a whole.
   *
   * @throws UnreadableAnswerException if it cannot be said here
   */
  ObjectNode whole(Reply reply, AnswerShape shape);

  /**
   * A request as it was read.
   *
   * @param answer what the answer's writer must know of it
   */
  record Asked(Conversation conversation, ClientWish answer) {}

  /**
   * A request as it is sent.
   *
   * @param path behind the base URL
   */
  record Written(ObjectNode body, String path) {}
}
