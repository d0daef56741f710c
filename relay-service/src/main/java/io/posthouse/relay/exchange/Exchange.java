package io.posthouse.relay.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import io.posthouse.relay.admission.Admission;
import io.posthouse.relay.admission.LeaseAnswer;
import io.posthouse.relay.admission.WorstCost;
import io.posthouse.relay.caller.Caller;
import io.posthouse.relay.metering.Estimate;
import io.posthouse.relay.metering.MeterReading;
import io.posthouse.relay.pricing.Price;
import io.posthouse.relay.protocol.Dialect;
import io.posthouse.relay.protocol.ModelCall;
import io.posthouse.relay.protocol.Refusal;
import io.posthouse.relay.protocol.Refusal.Cause;
import io.posthouse.relay.routing.Channel;
import io.posthouse.relay.routing.Pick;
import io.posthouse.relay.routing.Route;
import io.posthouse.relay.routing.RoutingTable;
import io.posthouse.relay.routing.Upstream;
import io.posthouse.relay.tracing.CallTrace;
import io.posthouse.relay.usage.AttemptRecord;
import io.posthouse.relay.usage.CallRecord;
import io.posthouse.relay.usage.End;
import io.posthouse.transport.HeaderRules;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
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
  private final ClientSide client;
  private final CallTrace trace;
  private final List<AttemptRecord> attempts = new ArrayList<>(1);
  private final Set<String> tried = new HashSet<>();
  private ExchangeState state = new ExchangeState.Received();
  private Route.@Nullable Found route;
  private @Nullable Attempt attempt;
  private @Nullable Refusal lastRefusal;
  private boolean clientGone;
  private boolean done;

  Exchange(Relay relay, IncomingCall incoming, ClientSide client) {
    this.relay = relay;
    this.incoming = incoming;
    this.client = client;
    this.trace = relay.traces().begin(incoming.headers().get("traceparent"));
  }

  void begin() {
    Caller caller = incoming.caller();
    trace.tag("posthouse.request", caller.requestId());
    trace.tag("posthouse.model", call().model());
    if (relay.journal().isFull()) {
      refuse(
          Refusal.of(
              Cause.OVERLOADED, "Usage cannot be recorded right now; try again.", Failures.SOON));
      return;
    }
    Instant now = relay.clock().instant();
    RoutingTable table = relay.routing().table();
    if (!caller.models().isEmpty() && !caller.models().contains(call().model())) {
      refuse(notAllowedOrUnknown(table, now));
      return;
    }
    switch (route(table, caller.channels(), now)) {
      case Route.Found found -> reserve(found, now);
      case Route.UnknownModel _ -> refuse(notAllowedOrUnknown(table, now));
      case Route.OtherProtocol _ ->
          refuse(
              new Refusal(
                  Cause.UNKNOWN_MODEL,
                  "model: " + call().model() + " is not served through this protocol here",
                  "model",
                  null));
      case Route.NoneEnabled _ -> refuse(Failures.overloaded());
    }
  }

  private Route route(RoutingTable table, List<String> channels, Instant now) {
    ModelCall call = call();
    return table.route(
        call.model(),
        call.surface(),
        incoming.caller().accountId(),
        channels,
        channel -> price(channel, now) != null);
  }

  private @Nullable Price price(Channel channel, Instant now) {
    return relay.prices().at(call().model(), channel.name(), now);
  }

  private Refusal notAllowedOrUnknown(RoutingTable table, Instant now) {
    String model = call().model();
    if (route(table, List.of(), now) instanceof Route.UnknownModel) {
      return new Refusal(
          Cause.UNKNOWN_MODEL, "model: " + model + " does not exist here", "model", null);
    }
    return new Refusal(Cause.FORBIDDEN, "model: this key may not use " + model, "model", null);
  }

  private void reserve(Route.Found found, Instant now) {
    Price price = price(found.channel(), now);
    if (price == null) {
      refuse(Failures.overloaded());
      return;
    }
    route = found;
    BigDecimal worst = WorstCost.of(call(), found.model(), price);
    trace.within(
        () -> {
          var _ =
              relay
                  .leases()
                  .reserve(incoming.caller(), worst)
                  .thenAccept(
                      answer -> client.loop().execute(() -> reserved(answer, worst, price, now)));
        });
  }

  private void reserved(LeaseAnswer answer, BigDecimal worst, Price price, Instant startedAt) {
    if (!(state instanceof ExchangeState.Received received)) {
      return;
    }
    switch (answer) {
      case LeaseAnswer.Granted granted -> {
        state =
            received.admitted(
                new Admission(granted.leaseId(), granted.epoch(), worst, price, startedAt));
        if (clientGone) {
          settle(
              End.CLIENT_ABORT,
              CLIENT_LEFT,
              MeterReading.NOTHING,
              AttemptRecord.Outcome.CANCELLED,
              () -> {});
          cleanUp();
        } else {
          tryNext();
        }
      }
      case LeaseAnswer.BalanceExhausted _ ->
          refuse(
              Refusal.of(
                  Cause.BALANCE,
                  "The wallet's available balance does not cover this call's largest possible cost of USD "
                      + worst.stripTrailingZeros().toPlainString()
                      + ". Top up, or ask for fewer output tokens."));
      case LeaseAnswer.SpendLimitReached _ ->
          refuse(Refusal.of(Cause.SPEND_LIMIT, "This key has reached its spend limit."));
      case LeaseAnswer.AccountRefused _ ->
          refuse(Refusal.of(Cause.FORBIDDEN, "This account may not make calls."));
      case LeaseAnswer.Unavailable _ ->
          refuse(
              Refusal.of(
                  Cause.OVERLOADED,
                  "The wallet cannot be asked right now. Nothing was charged; try again.",
                  Failures.SOON));
    }
  }

  private void tryNext() {
    Route.Found found = java.util.Objects.requireNonNull(route);
    switch (relay.selector().next(found.upstreams(), tried)) {
      case Pick.Take take -> {
        tried.add(take.upstream().name());
        Attempt next = new Attempt(this, take.upstream());
        attempt = next;
        next.start();
      }
      case Pick.Exhausted _ -> giveUp(lastRefusal == null ? Failures.overloaded() : lastRefusal);
      case Pick.Limited limited -> giveUp(Failures.limited(limited.retryAfter()));
      case Pick.Refused _ -> giveUp(lastRefusal == null ? Failures.upstream() : lastRefusal);
    }
  }

  /** An attempt gave nothing that a client may see. */
  void attemptFailed(Attempt failed, AttemptFailure failure) {
    attempts.add(failed.record(failure.outcome(), MeterReading.NOTHING));
    lastRefusal = failure.refusal();
    trace.within(
        () ->
            log.info(
                "call {}: upstream {} gave no answer: {}",
                incoming.caller().requestId(),
                failed.upstream().name(),
                failure.detail()));
    attempt = null;
    if (state instanceof ExchangeState.Admitted) {
      tryNext();
    }
  }

  private void giveUp(Refusal refusal) {
    Dialect dialect = call().protocol().dialect();
    settle(
        End.UPSTREAM_ERROR,
        refusal.status(dialect),
        MeterReading.NOTHING,
        AttemptRecord.Outcome.REFUSED,
        () -> send(refusal));
  }

  /** Refuses a call that was not admitted. */
  private void refuse(Refusal refusal) {
    state = new ExchangeState.Received().refused();
    trace.tag("http.status", Integer.toString(refusal.status(call().protocol().dialect())));
    trace.end();
    send(refusal);
  }

  private void send(Refusal refusal) {
    if (done) {
      return;
    }
    Dialect dialect = call().protocol().dialect();
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
   *     client has left
   */
  void settle(
      End end, int status, MeterReading reading, AttemptRecord.Outcome outcome, Runnable then) {
    if (!(state instanceof ExchangeState.Open open)) {
      return;
    }
    state = open.settled();
    Attempt last = attempt;
    if (last != null) {
      attempts.add(last.record(outcome, reading));
    }
    CallRecord record = record(end, open, status, reading, last);
    trace.tag("http.status", Integer.toString(record.status()));
    trace.tag("posthouse.end", end.code());
    Runnable once = new Once(() -> goOn(then));
    var _ = relay.journal().append(record).thenRun(() -> client.loop().execute(once));
    var _ =
        client
            .loop()
            .schedule(once, relay.settings().journalWait().toNanos(), TimeUnit.NANOSECONDS);
    trace.within(
        () ->
            log.debug(
                "call {} ended: {} {}",
                incoming.caller().requestId(),
                record.status(),
                end.code()));
    trace.end();
  }

  private void goOn(Runnable then) {
    if (!done) {
      then.run();
    }
  }

  private CallRecord record(
      End end, ExchangeState.Open open, int status, MeterReading reading, @Nullable Attempt last) {
    Instant now = relay.clock().instant();
    Instant firstByte = open.firstByteAt();
    return new CallRecord(
        incoming.caller(),
        open.admission(),
        java.util.Objects.requireNonNull(route).channel().name(),
        call().model(),
        last != null ? last.upstreamModel() : lastTriedModel(),
        firstByte == null && end == End.COMPLETE ? now : firstByte,
        now,
        open.statusOr(status),
        end,
        reading,
        attempts,
        last == null ? new Digest().value() : last.digest(),
        trace.traceparent());
  }

  private @Nullable String lastTriedModel() {
    return attempts.isEmpty() ? null : attempts.getLast().upstreamModel();
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
    incoming.release();
  }

  /** The client's connection has gone. */
  public void clientGone() {
    if (done) {
      return;
    }
    clientGone = true;
    if (state instanceof ExchangeState.Received) {
      // The lease is still being asked for; what comes of it is settled then.
      return;
    }
    Attempt running = attempt;
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
    clientGone();
    client.abort();
  }

  /** The client takes more, or no more for now. */
  public void writabilityChanged() {
    if (attempt != null && client.isWritable()) {
      attempt.resume();
    }
  }

  /** An upstream's headers, as the client may see them. */
  HttpHeaders down(HttpHeaders upstream, Attempt from) {
    HttpHeaders down = HeaderRules.down(upstream, from.upstream().dedicatedTo() != null);
    AnswerHeaders.identify(
        down, call().protocol().dialect(), incoming.caller().requestId(), from.upstreamRequestId());
    return down;
  }

  /** The event that ends a stream which the upstream broke off. */
  byte[] cutEvent() {
    return Refusal.of(Cause.UPSTREAM, "upstream stream ended unexpectedly")
        .event(call().protocol().dialect(), incoming.caller().requestId());
  }

  /**
   * What to assume when no input was reported: a token for four bytes, at most the model's maximum.
   */
  long estimatedInput() {
    long most = java.util.Objects.requireNonNull(route).model().maxInputTokens();
    return Math.min(most, Estimate.tokens(call().bytes()));
  }

  /** One of the upstream's credentials, at random. */
  String credential(Upstream upstream) {
    List<String> all = upstream.credentials();
    return all.size() == 1
        ? all.getFirst()
        : all.get(ThreadLocalRandom.current().nextInt(all.size()));
  }

  ModelCall call() {
    return incoming.call();
  }

  ByteBuf body() {
    return incoming.body();
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
