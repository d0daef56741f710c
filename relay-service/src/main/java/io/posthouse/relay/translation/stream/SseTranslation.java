package io.posthouse.relay.translation.stream;

import io.netty.buffer.ByteBuf;
import io.posthouse.relay.protocol.Refusal;
import io.posthouse.relay.protocol.Refusal.Cause;
import io.posthouse.relay.translation.StreamTranslation;
import io.posthouse.relay.translation.UnreadableAnswerException;
import io.posthouse.relay.translation.json.JsonOut;
import io.posthouse.relay.translation.neutral.ReplyEvent;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A stream from one protocol to another. */
public final class SseTranslation implements StreamTranslation {

  private static final byte[] NOTHING = new byte[0];

  private final StreamReader reader;
  private final StreamWriter writer;
  private final EventSplitter splitter = new EventSplitter(this::event);
  private final Sequencer sequencer;
  private final JsonOut out = new JsonOut();
  private byte[] terminal = NOTHING;
  private @Nullable Refusal failure;
  private boolean ended;

  /**
   * A stream.
   *
   * @param restoring what puts the client's own names back
   */
  public SseTranslation(
      StreamReader reader, UnaryOperator<Consumer<ReplyEvent>> restoring, StreamWriter writer) {
    this.reader = reader;
    this.writer = writer;
    this.sequencer = new Sequencer(restoring.apply(event -> writer.write(event, out)));
  }

  @Override
  public Phase phase() {
    if (failure != null) {
      return Phase.FAILED;
    }
    if (sequencer.finished() != null) {
      return Phase.COMPLETE;
    }
    return sequencer.hasContent() ? Phase.CONTENT : Phase.PRELUDE;
  }

  @Override
  public byte[] feed(ByteBuf bytes) {
    if (ended) {
      return NOTHING;
    }
    try {
      splitter.feed(bytes);
    } catch (UnreadableAnswerException unreadable) {
      fail(notAnAnswer());
    }
    return said();
  }

  private void event(String name, byte[] bytes, int from, int length) {
    if (ended) {
      return;
    }
    reader.event(name, bytes, from, length, sequencer);
    if (sequencer.failed() != null) {
      fail(sequencer.failed());
    }
    prepareTerminal();
  }

  /** At once, so that an end that cannot be said is a failure and no surprise afterwards. */
  private void prepareTerminal() {
    ReplyEvent.Finish finish = sequencer.finished();
    if (finish != null) {
      ended = true;
      JsonOut last = new JsonOut();
      writer.finish(finish, last);
      terminal = last.take();
    }
  }

  @Override
  public byte[] end() {
    if (!ended) {
      try {
        splitter.end();
        if (!ended) {
          reader.end(sequencer);
          prepareTerminal();
        }
      } catch (UnreadableAnswerException unreadable) {
        fail(notAnAnswer());
      }
      if (!ended && sequencer.finished() == null) {
        fail(cut());
      }
      ended = true;
    }
    return said();
  }

  private void fail(Refusal why) {
    if (failure == null) {
      failure = why;
    }
    ended = true;
  }

  private byte[] said() {
    return out.isEmpty() ? NOTHING : out.take();
  }

  @Override
  public byte[] terminal() {
    if (phase() != Phase.COMPLETE) {
      throw new IllegalStateException("phase: " + phase() + " (expected: COMPLETE)");
    }
    return terminal;
  }

  @Override
  public @Nullable Refusal failure() {
    return failure;
  }

  @Override
  public byte[] broken(Refusal why, String requestId) {
    fail(why);
    writer.broken(why, requestId, out);
    return said();
  }

  static Refusal cut() {
    return Refusal.of(Cause.UPSTREAM, "upstream stream ended unexpectedly");
  }

  static Refusal notAnAnswer() {
    return Refusal.of(Cause.UPSTREAM, "The model's provider gave no valid answer.");
  }
}
