package io.posthouse.relay.translation.responses;

import io.posthouse.relay.translation.ClientCall;
import io.posthouse.relay.translation.json.Drops;
import io.posthouse.relay.translation.neutral.Conversation;
import io.posthouse.relay.translation.neutral.Reply;
import io.posthouse.relay.translation.spoke.AnswerShape;
import io.posthouse.relay.translation.spoke.Spoke;
import io.posthouse.relay.translation.spoke.Writing;
import io.posthouse.relay.translation.stream.Sequencer;
import io.posthouse.relay.translation.stream.StreamReader;
import io.posthouse.relay.translation.stream.StreamWriter;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI Responses. */
public final class ResponsesSpoke implements Spoke {

  @Override
  public Asked read(ClientCall call, Drops drops) {
    return RequestReader.read(call.body(), drops);
  }

  @Override
  public Written write(Conversation conversation, Writing writing) {
    return new Written(new RequestWriter(conversation, writing).write(), "/responses");
  }

  @Override
  public StreamReader streamReader() {
    return new AnswerReader();
  }

  @Override
  public void whole(ObjectNode answer, Sequencer out) {
    AnswerReader.whole(answer, out);
  }

  @Override
  public StreamWriter streamWriter(AnswerShape shape) {
    return new StreamOut(shape);
  }

  @Override
  public ObjectNode whole(Reply reply, AnswerShape shape) {
    return WholeOut.write(reply, shape);
  }
}
