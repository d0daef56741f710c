package io.posthouse.relay.translation.spoke;

import io.posthouse.relay.translation.neutral.Reply;
import io.posthouse.relay.translation.stream.Sequencer;
import io.posthouse.relay.translation.stream.StreamReader;
import io.posthouse.relay.translation.stream.StreamWriter;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** A spoke whose answers are read and said by parts of its package; requests are its own. */
public abstract class AnsweringSpoke implements Spoke {

  private final Supplier<StreamReader> streamReader;
  private final BiConsumer<ObjectNode, Sequencer> wholeReader;
  private final Function<AnswerShape, StreamWriter> streamWriter;
  private final BiFunction<Reply, AnswerShape, ObjectNode> wholeWriter;

  /** Parts that keep nothing from one answer to the next, as {@link Spoke} says of each. */
  protected AnsweringSpoke(
      Supplier<StreamReader> streamReader,
      BiConsumer<ObjectNode, Sequencer> wholeReader,
      Function<AnswerShape, StreamWriter> streamWriter,
      BiFunction<Reply, AnswerShape, ObjectNode> wholeWriter) {
    this.streamReader = streamReader;
    this.wholeReader = wholeReader;
    this.streamWriter = streamWriter;
    this.wholeWriter = wholeWriter;
  }

  @Override
  public final StreamReader streamReader() {
    return streamReader.get();
  }

  @Override
  public final void whole(ObjectNode answer, Sequencer out) {
    wholeReader.accept(answer, out);
  }

  @Override
  public final StreamWriter streamWriter(AnswerShape shape) {
    return streamWriter.apply(shape);
  }

  @Override
  public final ObjectNode whole(Reply reply, AnswerShape shape) {
    return wholeWriter.apply(reply, shape);
  }
}
