package io.posthouse.relay.translation.anthropic;

import io.posthouse.relay.translation.ClientCall;
import io.posthouse.relay.translation.json.Drops;
import io.posthouse.relay.translation.neutral.Conversation;
import io.posthouse.relay.translation.spoke.AnsweringSpoke;
import io.posthouse.relay.translation.spoke.ClientWish;
import io.posthouse.relay.translation.spoke.Writing;

/** Anthropic Messages. */
public final class MessagesSpoke extends AnsweringSpoke {

  public MessagesSpoke() {
    super(AnswerReader::new, AnswerReader::whole, StreamOut::new, WholeOut::write);
  }

  @Override
  public Asked read(ClientCall call, Drops drops) {
    return new Asked(RequestReader.read(call.body(), drops), ClientWish.PLAIN);
  }

  @Override
  public Written write(Conversation conversation, Writing writing) {
    return new Written(new RequestWriter(conversation, writing).write(), "/v1/messages");
  }
}
