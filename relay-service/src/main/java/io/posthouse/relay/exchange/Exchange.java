package io.posthouse.relay.exchange;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.concurrent.ScheduledFuture;
import io.posthouse.relay.admission.Admission;
import io.posthouse.relay.admission.WorstCost;
import io.posthouse.relay.metering.MeterReading;
import io.posthouse.relay.pricing.Price;
import io.posthouse.relay.protocol.BadRequestException;
import io.posthouse.relay.protocol.Dialect;
import io.posthouse.relay.protocol.ModelCall;
import io.posthouse.relay.protocol.Refusal;
import io.posthouse.relay.routing.Model;
import io.posthouse.relay.routing.Turn;
import io.posthouse.relay.tracing.CallTrace;
import io.posthouse.relay.translation.TranslatableCall;
import io.posthouse.relay.usage.AttemptRecord;
import io.posthouse.relay.usage.CallRecord;
import io.posthouse.relay.usage.Change;
import io.posthouse.relay.usage.End;
import io.posthouse.transport.HeaderRules;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call, from its whole request to its last byte. The package tells states, threads and buffers.
 */
public final class Exchange {

  private static final Logger log = LoggerFactory.getLogger(Exchange.class);
  private static final int CLIENT_LEFT = 499;

  private final Relay relay;
  private final IncomingCall incoming;
  private final CallTrace trace;
  private final Stickiness stickiness;
  private final CallNotes notes = new CallNotes();
  private final CallBody body;
  private final CallBook book;
  private ClientSide client;
  private ExchangeState state = new ExchangeState.Received();
  private @Nullable Way way;
  private @Nullable Failover failover;
  private @Nullable Attempt attempt;
  private boolean holdsKey;
  private @Nullable Long cap;
  private @Nullable StreamGuard guard;
  private boolean clientGone;
  private boolean done;

  Exchange(Relay relay, IncomingCall incoming, ClientSide client) {
    this.relay = relay;
    this.incoming = incoming;
    this.client = client;
    this.trace = relay.traces().begin(incoming.headers().get("traceparent"));
    this.stickiness = Stickiness.of(incoming, relay.sessions(), relay.settings().slowSession());
    this.body = new CallBody(incoming, relay.translator());
    this.book = new CallBook(relay, incoming, notes, stickiness, trace);
  }

  void begin() {
    trace.tag("posthouse.request", incoming.caller().requestId());
    holdsKey = relay.runningKeys().begin(incoming.caller(), incoming.idempotencyKey());
    if (holdsKey) {
      new Gate(relay, incoming, this).open();
    } else {
      refuse(Failures.running());
    }
  }

  boolean isReceived() {
    return state instanceof ExchangeState.Received;
  }

  boolean mayMoveOn() {
    return !done && state.mayMoveOn();
  }

  /** The channels that it may go through are found. */
  void routed(Way found) {
    know(found);
  }

  /** Leaves its channel for the next one of its key's list, if there is one, at the price there. */
  boolean movesOn() {
    Way along = requireNonNull(way);
    if (!mayMoveOn() || !along.moveOn()) {
      return false;
    }
    Price price = along.here().price();
    if (price != null && state instanceof ExchangeState.Admitted admitted) {
      state = admitted.repinned(price);
    }
    return true;
  }

  /** The wallet covers no more output than that in each answer. */
  void capped(long tokens) {
    cap = tokens;
    notes.proof().changed(Change.OUTPUT_CAP);
  }

  /** The limit on output that the client did not set; null for none. */
  @Nullable Long cap() {
    return cap;
  }

  /** Money is reserved. */
  void admitted(Admission admission, StreamGuard ahead) {
    state = new ExchangeState.Received().admitted(admission);
    guard = ahead;
    if (clientGone) {
      settle(
          End.CLIENT_ABORT,
          CLIENT_LEFT,
          MeterReading.NOTHING,
          AttemptRecord.Outcome.CANCELLED,
          () -> {});
      cleanUp();
    } else if (state instanceof ExchangeState.Open open) {
      writeDownFirst(open);
    }
  }

  /** No upstream hears of a call that would be forgotten with this process (money.md, 3.2). */
  private void writeDownFirst(ExchangeState.Open open) {
    Runnable late =
        () -> {
          if (mayMoveOn()) {
            giveUp(Failures.notWrittenDown());
          }
        };
    ScheduledFuture<?> patience =
        client
            .loop()
            .schedule(late, relay.settings().journalWait().toNanos(), TimeUnit.NANOSECONDS);
    relay
        .journals()
        .of(client.loop())
        .opened(
            asOfNow(open, MeterReading.NOTHING),
            () -> {
              patience.cancel(false);
              if (mayMoveOn()) {
                tryUpstreams(requireNonNull(way));
              }
            });
  }

  /** How the call stands in the books if the relay dies now: nothing more will be known of it. */
  private CallRecord asOfNow(ExchangeState.Open open, MeterReading reading) {
    return book.asOfNow(open, requireNonNull(way), CLIENT_LEFT, reading, attempt);
  }

  /** So much of an answer went to the client. */
  void progress(MeterReading reading) {
    if (state instanceof ExchangeState.Open open) {
      relay.journals().progress(() -> asOfNow(open, reading));
    }
  }

  /** It costs nothing. */
  void free(Way found) {
    know(found);
    state = new ExchangeState.Received().free();
    tryUpstreams(found);
  }

  /** A model's name is told when it is one of ours: until then it is just what a caller wrote. */
  private void know(Way found) {
    way = found;
    trace.tag("posthouse.model", call().model());
  }

  private void tryUpstreams(Way found) {
    Failover begun = new Failover(this, found, stickiness);
    failover = begun;
    begun.next();
  }

  /** No upstream of the model speaks this protocol: a count is estimated, all else refused. */
  void notServedHere() {
    if (!LocalCount.isPossible(call().surface())) {
      refuse(
          new Refusal(
              Refusal.Cause.UNKNOWN_MODEL,
              "model: " + call().model() + " is not served through this protocol here",
              "model",
              null));
      return;
    }
    state = new ExchangeState.Received().refused();
    trace.end();
    body.with(client.loop(), relay.tokenCounts().input(body.bytes()), this::counted);
  }

  private void counted(long tokens) {
    if (done) {
      return;
    }
    byte[] body = LocalCount.body(call().surface(), tokens);
    HttpHeaders headers = LocalCount.headers(body.length);
    AnswerHeaders.identify(headers, call().dialect(), incoming.caller().requestId(), null);
    client.head(200, headers);
    client.data(Unpooled.wrappedBuffer(body));
    finish(false);
  }

  /** One upstream is tried. */
  void attempt(Turn turn) {
    Attempt next;
    try {
      next = new Attempt(this, turn);
    } catch (BadRequestException cannotBeSaid) {
      turn.over();
      requireNonNull(failover).failed(Refusal.of(cannotBeSaid));
      return;
    }
    attempt = next;
    next.start();
  }

  /**
   * The request as it can be said in another protocol.
   *
   * @throws BadRequestException naming a field that none can carry
   */
  TranslatableCall translatable() {
    return body.translatable(client.allocator(), cap);
  }

  /** What to put where a protocol demands an output cap and the client set none. */
  long maxOutputTokens() {
    return requireNonNull(way).model().maxOutputTokens();
  }

  /** An attempt gave nothing that a client may see. */
  void attemptFailed(Attempt failed, AttemptFailure failure) {
    notes.add(failed.record(failure.outcome(), MeterReading.NOTHING));
    trace.within(
        () ->
            log.info(
                "call {}: upstream {} gave no answer: {}",
                incoming.caller().requestId(),
                failed.upstream().name(),
                failure.detail()));
    attempt = null;
    if (clientGone) {
      settle(
          End.CLIENT_ABORT,
          CLIENT_LEFT,
          MeterReading.NOTHING,
          AttemptRecord.Outcome.CANCELLED,
          () -> {});
      cleanUp();
    } else if (mayMoveOn()) {
      requireNonNull(failover).failed(failure.refusal());
    }
  }

  /** Nobody answers. */
  void giveUp(Refusal refusal) {
    settle(
        End.UPSTREAM_ERROR,
        refusal.status(call().dialect()),
        MeterReading.NOTHING,
        AttemptRecord.Outcome.REFUSED,
        () -> send(refusal));
  }

  /** Refuses a call that was not admitted. */
  void refuse(Refusal refusal) {
    state = new ExchangeState.Received().refused();
    trace.tag("http.status", Integer.toString(refusal.status(call().dialect())));
    trace.end();
    send(refusal);
  }

  void send(Refusal refusal) {
    if (done) {
      return;
    }
    Dialect dialect = call().dialect();
    String requestId = incoming.caller().requestId();
    byte[] body = refusal.body(dialect, requestId);
    client.head(
        refusal.status(dialect), AnswerHeaders.of(refusal, dialect, requestId, body.length));
    client.data(Unpooled.wrappedBuffer(body));
    finish(false);
  }

  /** The client gets its status line. */
  void commit(int status, HttpHeaders headers) {
    if (state instanceof ExchangeState.Admitted admitted) {
      state = admitted.committed(status, relay.clock().instant());
    } else if (state instanceof ExchangeState.Free) {
      state = new ExchangeState.Free(true);
    }
    if (!done) {
      client.head(status, headers);
    }
  }

  /**
   * Writes the call down, once, then goes on.
   *
   * @param status for a client that has none yet
   * @param outcome of the running attempt
   * @param then on the loop, when the record is safe or the wait for it is over; not when the
   *     exchange is over by then
   */
  void settle(
      End end, int status, MeterReading reading, AttemptRecord.Outcome outcome, Runnable then) {
    if (state instanceof ExchangeState.Free free) {
      state = free.over();
      trace.end();
      goOn(then);
      return;
    }
    if (!(state instanceof ExchangeState.Open open)) {
      return;
    }
    state = open.settled();
    Attempt last = attempt;
    Runnable once = new Once(client.loop(), relay.settings().journalWait(), () -> goOn(then));
    End told = clientGone ? End.CLIENT_ABORT : end;
    int seen = clientGone ? CLIENT_LEFT : status;
    if (reading.unmeasured() == null) {
      writeDown(open, last, told, seen, reading, outcome, once);
    } else {
      Model model = requireNonNull(way).model();
      MeterReading bounded = reading.within(WorstCost.outputTokens(call(), model));
      body.with(
          client.loop(),
          relay.tokenCounts().complete(bounded, body.bytes(), model.maxInputTokens()),
          counted -> writeDown(open, last, told, seen, counted, outcome, once));
    }
  }

  private void writeDown(
      ExchangeState.Open open,
      @Nullable Attempt last,
      End end,
      int status,
      MeterReading reading,
      AttemptRecord.Outcome outcome,
      Runnable then) {
    CallRecord record = book.close(end, open, requireNonNull(way), status, reading, last, outcome);
    relay.journals().of(client.loop()).closed(record, then);
  }

  private void goOn(Runnable then) {
    if (!done) {
      then.run();
    }
  }

  /** The answer is whole, as far as it will be. */
  void finish(boolean close) {
    if (!done) {
      cleanUp();
      client.end(close);
    }
  }

  /** What is missing cannot be said any more: the connection breaks. */
  void abort() {
    if (!done) {
      cleanUp();
      client.abort();
    }
  }

  private void cleanUp() {
    if (done) {
      return;
    }
    done = true;
    if (attempt != null) {
      attempt.close();
      attempt = null;
    }
    if (holdsKey) {
      relay.runningKeys().end(incoming.caller(), incoming.idempotencyKey());
    }
    body.leave();
  }

  /** The client's connection has gone. */
  public void clientGone() {
    if (done || clientGone) {
      return;
    }
    clientGone = true;
    if (state instanceof ExchangeState.Received) {
      // The lease is still being asked for; what comes of it is settled then.
      return;
    }
    Attempt running = attempt;
    if (running != null && running.upstream().drains()) {
      // The upstream is listened to until its end: what it will charge us for is known then.
      client = new NobodyThere(client.loop(), client.allocator());
      running.resume();
      return;
    }
    settle(
        End.CLIENT_ABORT,
        CLIENT_LEFT,
        running == null ? MeterReading.NOTHING : running.partial(),
        AttemptRecord.Outcome.CANCELLED,
        () -> {});
    cleanUp();
  }

  /** The client has not read for too long: as if it had gone. */
  void clientStalled() {
    ClientSide stalled = client;
    clientGone();
    stalled.abort();
  }

  /** The client takes more, or no more for now. */
  public void writabilityChanged() {
    if (attempt != null && client.isWritable()) {
      attempt.resume();
    }
  }

  /** The first content of an answer has come. */
  void contentCame() {
    if (notes.contentCame()) {
      stickiness.contentCame();
    }
  }

  /** An upstream's headers, as the client may see them. */
  HttpHeaders down(HttpHeaders upstream, Attempt from) {
    HttpHeaders down = HeaderRules.down(upstream, from.upstream().dedicatedTo() != null);
    AnswerHeaders.identify(
        down, call().dialect(), incoming.caller().requestId(), from.upstreamRequestId());
    Long inserted = cap;
    if (inserted != null) {
      AnswerHeaders.notes(down, List.of("output-cap=" + inserted));
    }
    return down;
  }

  /** What ends a stream that the upstream broke off. */
  Refusal cut() {
    return Refusal.of(Refusal.Cause.UPSTREAM, "upstream stream ended unexpectedly");
  }

  /** The most that so many output tokens cost where the call is. */
  BigDecimal dearestOutput(long tokens) {
    Way along = requireNonNull(way);
    return WorstCost.ofOutput(call(), along.model(), requireNonNull(along.here().price()), tokens);
  }

  /** So much of a stream went by. */
  void passed(Answer from, int bytes) {
    StreamGuard ahead = guard;
    if (ahead != null && state instanceof ExchangeState.Open) {
      ahead.passed(from, bytes);
    }
  }

  void traced(Runnable action) {
    trace.within(action);
  }

  Failover failover() {
    return requireNonNull(failover);
  }

  CallNotes notes() {
    return notes;
  }

  String requestId() {
    return incoming.caller().requestId();
  }

  ModelCall call() {
    return incoming.call();
  }

  ByteBuf body() {
    return body.bytes();
  }

  String query() {
    return incoming.query();
  }

  HttpHeaders clientHeaders() {
    return incoming.headers();
  }

  ClientSide client() {
    return client;
  }

  Relay relay() {
    return relay;
  }

  RelaySettings settings() {
    return relay.settings();
  }
}
