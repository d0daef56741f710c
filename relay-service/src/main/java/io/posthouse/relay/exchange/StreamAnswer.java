package io.posthouse.relay.exchange;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import io.posthouse.relay.metering.EventKind;
import io.posthouse.relay.metering.MeterReading;
import io.posthouse.relay.metering.StreamMeter;
import io.posthouse.relay.protocol.Protocol;
import io.posthouse.relay.protocol.Refusal;
import io.posthouse.relay.protocol.SseScanner;
import io.posthouse.relay.usage.AttemptRecord;
import io.posthouse.relay.usage.Change;
import io.posthouse.relay.usage.End;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A stream on its way to the client, byte for byte.
 *
 * <p>Three places where bytes wait: before commit (until the first content, or start-hold), the
 * terminal event (until the journal has the call), and, only where a usage chunk must be taken out
 * again (T17), an event that is not whole yet.
 */
final class StreamAnswer implements Answer, SseScanner.Listener {

  private static final int LARGEST_USAGE_CHUNK = 64 * 1024;
  private static final long WAIT_FOR_END_SECONDS = 5;
  private static final byte[] LINE_ENDS = "\n\n".getBytes(US_ASCII);

  private enum Phase {
    FLOWING,
    SETTLING,
    SETTLED,
    OVER
  }

  private final Exchange exchange;
  private final Attempt attempt;
  private final int status;
  private final HttpHeaders headers;
  private final SseScanner scanner = new SseScanner(this);
  private final StreamMeter meter;
  private final boolean dropUsage;
  private final Outlet out;
  private final HeldBytes unfinished = new HeldBytes();
  private final HeldBytes atTheEnd = new HeldBytes();

  private Phase phase = Phase.FLOWING;
  private boolean contentSeen;
  private boolean upstreamEnded;
  private boolean passingUnfinished;

  private @Nullable ByteBuf piece;
  private int passFrom;
  private int eventsEnd;
  private boolean terminalSeen;
  private boolean errorSeen;

  StreamAnswer(Exchange exchange, Attempt attempt, int status, HttpHeaders headers) {
    this.exchange = exchange;
    this.attempt = attempt;
    this.status = status;
    this.headers = headers;
    Protocol protocol = exchange.call().protocol();
    this.meter = StreamMeter.of(protocol);
    this.dropUsage = protocol == Protocol.CHAT && !exchange.call().usageAskedFor();
    this.out = new Outlet(exchange);
  }

  void begin() {
    out.whenHeldLongEnough(this::startHoldIsOver);
  }

  private void startHoldIsOver() {
    if (phase == Phase.FLOWING && !out.isOpen()) {
      commit();
      exchange.client().flush();
    }
  }

  @Override
  public void data(ByteBuf bytes) {
    switch (phase) {
      case FLOWING -> flow(bytes);
      case SETTLING -> atTheEnd.add(bytes.retainedSlice());
      case SETTLED -> out.send(bytes.retainedSlice());
      case OVER -> {
        // Nobody waits for it any more.
      }
    }
  }

  private void flow(ByteBuf bytes) {
    piece = bytes;
    passFrom = 0;
    eventsEnd = 0;
    scanner.feed(bytes);
    int size = bytes.readableBytes();
    if (!terminalSeen && !errorSeen) {
      pass(passFrom, dropUsage && !passingUnfinished ? eventsEnd : size);
      keepUnfinished(eventsEnd, size);
    }
    piece = null;
    if (errorSeen) {
      upstreamFailed();
      return;
    }
    if (!out.isOpen() && (contentSeen || out.isFull())) {
      commit();
    }
    if (terminalSeen) {
      settle();
    } else if (out.isOpen()) {
      exchange.passed(this, size);
      if (phase == Phase.FLOWING) {
        attempt.pauseIfClientIsSlow();
      }
    }
  }

  private void keepUnfinished(int from, int to) {
    if (!dropUsage || passingUnfinished || from >= to) {
      return;
    }
    ByteBuf bytes = java.util.Objects.requireNonNull(piece);
    unfinished.add(bytes.retainedSlice(bytes.readerIndex() + from, to - from));
    if (unfinished.size() > LARGEST_USAGE_CHUNK) {
      passingUnfinished = true;
      unfinished.drainTo(out::forward);
    }
  }

  @Override
  public void event(byte[] bytes, int length, boolean whole, int begin, int end) {
    if (terminalSeen || errorSeen) {
      return;
    }
    EventKind kind = meter.event(bytes, length, whole);
    int from = Math.max(begin, 0);
    eventsEnd = end;
    switch (kind) {
      case PRELUDE -> passUnfinished();
      case CONTENT -> {
        contentSeen = true;
        exchange.contentCame();
        passUnfinished();
      }
      case USAGE_ONLY -> {
        if (dropUsage) {
          exchange.notes().proof().changed(Change.USAGE_CHUNK);
          unfinished.release();
          pass(passFrom, from);
          passFrom = end;
        }
      }
      case ERROR -> {
        errorSeen = true;
        passUnfinished();
        pass(passFrom, end);
      }
      case TERMINAL -> {
        terminalSeen = true;
        pass(passFrom, from);
        unfinished.drainTo(this::holdForTheEnd);
        ByteBuf current = java.util.Objects.requireNonNull(piece);
        int size = current.readableBytes();
        holdForTheEnd(current.retainedSlice(current.readerIndex() + from, size - from));
      }
    }
    passingUnfinished = false;
  }

  private void passUnfinished() {
    unfinished.drainTo(out::forward);
  }

  private void pass(int from, int to) {
    if (to > from) {
      ByteBuf bytes = java.util.Objects.requireNonNull(piece);
      out.forward(bytes.retainedSlice(bytes.readerIndex() + from, to - from));
    }
  }

  private void holdForTheEnd(ByteBuf bytes) {
    atTheEnd.add(out.counted(bytes));
  }

  private void commit() {
    attempt.isWell();
    HttpHeaders down = exchange.down(headers, attempt);
    AnswerHeaders.stream(down);
    out.commit(status, down);
  }

  @Override
  public void readComplete() {
    if (out.isOpen()) {
      exchange.client().flush();
    }
  }

  private void settle() {
    phase = Phase.SETTLING;
    exchange.settle(
        End.COMPLETE, status, meter.read(), AttemptRecord.Outcome.ANSWERED, this::settled);
  }

  private void settled() {
    if (phase != Phase.SETTLING) {
      return;
    }
    phase = Phase.SETTLED;
    if (!out.isOpen()) {
      commit();
    }
    atTheEnd.drainTo(out::send);
    if (upstreamEnded) {
      finish(false);
      return;
    }
    exchange.client().flush();
    var _ =
        exchange
            .client()
            .loop()
            .schedule(() -> finish(false), WAIT_FOR_END_SECONDS, TimeUnit.SECONDS);
  }

  private void finish(boolean close) {
    if (phase != Phase.OVER) {
      phase = Phase.OVER;
      exchange.finish(close);
    }
  }

  @Override
  public void end() {
    upstreamEnded = true;
    switch (phase) {
      case FLOWING -> endedInFlow();
      case SETTLED -> finish(false);
      case SETTLING, OVER -> {
        // What is held is sent once the journal has the call.
      }
    }
  }

  private void endedInFlow() {
    boolean lineEndsMissing = false;
    if (scanner.pendingLength() > 0 && !scanner.isPendingTooLong()) {
      EventKind last = meter.event(scanner.pending(), scanner.pendingLength(), true);
      lineEndsMissing = last == EventKind.TERMINAL || meter.isComplete();
    }
    if (!meter.isComplete()) {
      cut(Failures.notAnAnswer("the stream ended without its terminal event"));
      return;
    }
    unfinished.drainTo(this::holdForTheEnd);
    if (lineEndsMissing) {
      atTheEnd.add(Unpooled.wrappedBuffer(LINE_ENDS));
    }
    settle();
  }

  @Override
  public void broken(AttemptFailure failure) {
    upstreamEnded = true;
    switch (phase) {
      case FLOWING -> {
        if (meter.isComplete()) {
          endedInFlow();
        } else {
          cut(failure);
        }
      }
      case SETTLED -> finish(true);
      case SETTLING, OVER -> {
        // The answer was whole by then.
      }
    }
  }

  private void cut(AttemptFailure failure) {
    if (!out.isOpen()) {
      attempt.fail(failure);
      return;
    }
    phase = Phase.SETTLING;
    attempt.broke();
    boolean midEvent = !scanner.isBetweenEvents() && !dropUsage;
    unfinished.release();
    exchange.settle(
        End.UPSTREAM_CUT,
        status,
        partial(),
        failure.outcome(),
        () -> sayBroken(midEvent, exchange.cut()));
  }

  @Override
  public void endForMoney(Refusal why) {
    if (phase != Phase.FLOWING || !out.isOpen()) {
      return;
    }
    phase = Phase.SETTLING;
    boolean midEvent = !scanner.isBetweenEvents() && !dropUsage;
    unfinished.release();
    exchange.settle(
        End.BALANCE,
        status,
        partial(),
        AttemptRecord.Outcome.CANCELLED,
        () -> sayBroken(midEvent, why));
  }

  private void sayBroken(boolean midEvent, Refusal why) {
    if (midEvent) {
      out.send(Unpooled.wrappedBuffer(LINE_ENDS));
    }
    out.send(Unpooled.wrappedBuffer(meter.brokenOff(why, exchange.requestId())));
    finish(true);
  }

  private void upstreamFailed() {
    if (!out.isOpen() && !contentSeen) {
      attempt.fail(Failures.errorEvent());
      return;
    }
    if (!out.isOpen()) {
      commit();
    }
    phase = Phase.SETTLING;
    attempt.broke();
    exchange.settle(
        End.UPSTREAM_ERROR, status, partial(), AttemptRecord.Outcome.REFUSED, () -> finish(true));
  }

  @Override
  public MeterReading partial() {
    return contentSeen ? meter.read() : MeterReading.NOTHING;
  }

  @Override
  public void silent() {
    if (phase == Phase.FLOWING && scanner.isBetweenEvents() && out.isSilent()) {
      exchange.notes().proof().changed(Change.KEEP_ALIVES);
      out.signOfLife();
    }
  }

  @Override
  public void release() {
    phase = Phase.OVER;
    out.release();
    unfinished.release();
    atTheEnd.release();
  }

  @Override
  public String digest() {
    return out.digest();
  }
}
