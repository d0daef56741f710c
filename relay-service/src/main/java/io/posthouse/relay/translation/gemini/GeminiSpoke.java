package io.posthouse.relay.translation.gemini;

import io.posthouse.relay.translation.ClientCall;
import io.posthouse.relay.translation.json.Drops;
import io.posthouse.relay.translation.neutral.Conversation;
import io.posthouse.relay.translation.spoke.AnsweringSpoke;
import io.posthouse.relay.translation.spoke.Writing;

/** Gemini generateContent. */
public final class GeminiSpoke extends AnsweringSpoke {

  public GeminiSpoke() {
    super(AnswerReader::new, AnswerReader::whole, StreamOut::new, WholeOut::write);
  }

  @Override
  public Asked read(ClientCall call, Drops drops) {
    return RequestReader.read(call.body(), drops);
  }

  @Override
  public Written write(Conversation conversation, Writing writing) {
    String method = writing.stream() ? ":streamGenerateContent?alt=sse" : ":generateContent";
    return new Written(
        new RequestWriter(conversation, writing).write(),
        "/v1beta/models/" + writing.target().model() + method);
  }
}
