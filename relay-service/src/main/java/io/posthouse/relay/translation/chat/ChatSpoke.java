package io.posthouse.relay.translation.chat;

import io.posthouse.relay.translation.ClientCall;
import io.posthouse.relay.translation.json.Drops;
import io.posthouse.relay.translation.neutral.Conversation;
import io.posthouse.relay.translation.spoke.AnsweringSpoke;
import io.posthouse.relay.translation.spoke.Writing;

/** OpenAI Chat Completions. */
public final class ChatSpoke extends AnsweringSpoke {

  public ChatSpoke() {
    super(AnswerReader::new, AnswerReader::whole, StreamOut::new, WholeOut::write);
  }

  @Override
  public Asked read(ClientCall call, Drops drops) {
    return RequestReader.read(call.body(), drops);
  }

  @Override
  public Written write(Conversation conversation, Writing writing) {
    return new Written(new RequestWriter(conversation, writing).write(), "/chat/completions");
  }
}
