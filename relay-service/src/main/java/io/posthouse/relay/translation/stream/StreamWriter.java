package io.posthouse.relay.translation.stream;

import io.posthouse.relay.protocol.Refusal;
import io.posthouse.relay.translation.json.JsonOut;
import io.posthouse.relay.translation.neutral.ReplyEvent;

/** Says an answer in one protocol's stream. One per answer; fed the grammar of ReplyEvent. */
public interface StreamWriter {

  /** A step that is not the last. */
  void write(ReplyEvent event, JsonOut out);

  /** The end, with the terminator. */
  void finish(ReplyEvent.Finish finish, JsonOut out);

  /** The end of an answer that is broken; at any time, also before anything else. */
  void broken(Refusal why, String requestId, JsonOut out);
}
