package io.posthouse.relay.translation.gemini;

import io.posthouse.relay.translation.json.Json;
import io.posthouse.relay.translation.neutral.Reply;
import io.posthouse.relay.translation.spoke.AnswerShape;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Says an answer as a whole. */
final class WholeOut {

  private WholeOut() {}

  static ObjectNode write(Reply reply, AnswerShape shape) {
    ObjectNode answer = Json.object();
    ObjectNode candidate = answer.putArray("candidates").addObject();
    ObjectNode content = candidate.putObject("content");
    ArrayNode list = content.putArray("parts");
    content.put("role", "model");
    OutParts parts = new OutParts(shape);
    reply.parts().forEach(part -> parts.add(part, reply.finish().stop(), list));
    candidate.put("finishReason", Stops.write(reply.finish().stop()));
    String explanation = reply.finish().explanation();
    if (explanation != null) {
      candidate.put("finishMessage", explanation);
    }
    candidate.put("index", 0);
    if (reply.usage() != null) {
      answer.set("usageMetadata", Usages.write(reply.usage()));
    }
    answer.put("modelVersion", shape.model(reply.model()));
    answer.put("responseId", shape.answerId("", reply.id()));
    return answer;
  }
}
