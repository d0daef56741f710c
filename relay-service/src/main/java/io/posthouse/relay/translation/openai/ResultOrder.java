package io.posthouse.relay.translation.openai;

import io.posthouse.relay.translation.neutral.Part;
import io.posthouse.relay.translation.neutral.Role;
import io.posthouse.relay.translation.neutral.Turn;
import io.posthouse.relay.translation.spoke.CallIds;
import io.posthouse.relay.translation.spoke.Writing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns as OpenAI's protocols want them: one assistant's turn at a time, every call answered, each
 * result right behind the calls in a turn of results alone, whatever stood between.
 */
public final class ResultOrder {

  private final List<Turn> turns;
  private final Writing writing;
  private final List<Turn> ordered = new ArrayList<>();
  private final Map<String, Part.ToolCall> unanswered = new LinkedHashMap<>();

  private ResultOrder(List<Turn> turns, Writing writing) {
    this.turns = turns;
    this.writing = writing;
  }

  /**
   * Orders turns.
   *
   * @throws io.posthouse.relay.protocol.BadRequestException naming a call without a result, or a
   *     result without a call
   */
  public static List<Turn> of(List<Turn> turns, Writing writing) {
    ResultOrder order = new ResultOrder(turns, writing);
    order.order();
    return order.ordered;
  }

  private void order() {
    int i = 0;
    while (i < turns.size()) {
      int end = i;
      boolean assistant = turns.get(i).role() == Role.ASSISTANT;
      while (end < turns.size() && (turns.get(end).role() == Role.ASSISTANT) == assistant) {
        end++;
      }
      if (assistant) {
        said(turns.subList(i, end));
      } else {
        heard(turns.subList(i, end));
      }
      i = end;
    }
    needAnswers();
  }

  private void said(List<Turn> run) {
    List<Part> parts = new ArrayList<>();
    for (Turn turn : run) {
      for (Part part : turn.parts()) {
        parts.add(part);
        if (part instanceof Part.ToolCall call) {
          unanswered.put(CallIds.safe(call.id()), call);
        }
      }
    }
    ordered.add(new Turn(Role.ASSISTANT, parts, run.getLast().path()));
  }

  private void heard(List<Turn> run) {
    List<Part> inOrder = new ArrayList<>();
    for (Turn turn : run) {
      for (Part part : turn.parts()) {
        if (part instanceof Part.ToolResult result) {
          if (unanswered.remove(CallIds.safe(result.callId())) == null) {
            throw writing.bad(result.path(), "the result of no tool call before it");
          }
          inOrder.add(result);
        }
      }
    }
    needAnswers();
    if (!inOrder.isEmpty()) {
      ordered.add(new Turn(Role.USER, inOrder, run.getFirst().path()));
    }
    for (Turn turn : run) {
      List<Part> rest =
          turn.parts().stream().filter(part -> !(part instanceof Part.ToolResult)).toList();
      if (turn.parts().isEmpty() && turn.role() == Role.USER) {
        throw writing.bad(turn.path(), "an empty message");
      }
      if (!rest.isEmpty()) {
        ordered.add(new Turn(turn.role(), rest, turn.path()));
      }
    }
  }

  private void needAnswers() {
    if (!unanswered.isEmpty()) {
      String path = unanswered.values().iterator().next().path();
      throw writing.bad(path, "the tool call has no result");
    }
  }
}
