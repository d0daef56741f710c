package io.posthouse.relay.translation.responses;

import io.posthouse.relay.translation.ClientCall;
import io.posthouse.relay.translation.json.Drops;
import io.posthouse.relay.translation.neutral.Conversation;
import io.posthouse.relay.translation.spoke.AnsweringSpoke;
import io.posthouse.relay.translation.spoke.Writing;

/** OpenAI Responses. */
public final class ResponsesSpoke extends AnsweringSpoke {

  public ResponsesSpoke() {
    super(AnswerReader::new, AnswerReader::whole, StreamOut::new, WholeOut::write);
  }

  @Override
  public Asked read(ClientCall call, Drops drops) {
    return RequestReader.read(call.body(), drops);
  }

  @Override
  public Written write(Conversation conversation, Writing writing) {
    return new Written(new RequestWriter(conversation, writing).write(), "/responses");
  }
}
