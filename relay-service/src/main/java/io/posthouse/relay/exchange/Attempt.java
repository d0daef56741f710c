package io.posthouse.relay.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.concurrent.ScheduledFuture;
import io.posthouse.relay.metering.MeterReading;
import io.posthouse.relay.metering.Tokens;
import io.posthouse.relay.protocol.Provider;
import io.posthouse.relay.routing.Turn;
import io.posthouse.relay.routing.Upstream;
import io.posthouse.relay.translation.Translation;
import io.posthouse.relay.usage.AttemptRecord;
import io.posthouse.relay.usage.Change;
import io.posthouse.transport.AnswerListener;
import io.posthouse.transport.UpstreamCall;
import io.posthouse.transport.UpstreamFailure;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One try of a call at one upstream. Confined to the exchange's loop. */
final class Attempt implements AnswerListener {

  private static final Duration SLOWEST_TICK = Duration.ofSeconds(5);
  private static final Duration FASTEST_TICK = Duration.ofMillis(20);

  private final Exchange exchange;
  private final Turn turn;
  private Outgoing outgoing;
  private @Nullable UpstreamCall call;
  private @Nullable Answer answer;
  private @Nullable Integer status;
  private @Nullable String upstreamRequestId;
  private @Nullable ScheduledFuture<?> ticks;
  private boolean paused;
  private boolean over;
  private long lastRead = System.nanoTime();
  private long stalledSince;

  Attempt(Exchange exchange, Turn turn) {
    this.exchange = exchange;
    this.turn = turn;
    this.outgoing = Outgoing.of(exchange, turn);
  }

  void start() {
    long tick =
        Math.clamp(
            exchange.settings().keepAlive().toNanos() / 4,
            FASTEST_TICK.toNanos(),
            SLOWEST_TICK.toNanos());
    ticks =
        exchange.client().loop().scheduleAtFixedRate(this::tick, tick, tick, TimeUnit.NANOSECONDS);
    send();
  }

  private void send() {
    UpstreamCall started =
        exchange
            .relay()
            .upstreams()
            .send(exchange.client().loop(), upstream().origin(), outgoing.request(), this);
    if (over) {
      started.cancel();
    } else {
      call = started;
    }
  }

  /**
   * The upstream did not know {@code stream_options}, which the client had not sent: once more
   * without them (T19).
   */
  void againWithoutStreamOptions() {
    turn.refusesStreamOptions();
    if (answer != null) {
      answer.release();
      answer = null;
    }
    outgoing.body().release();
    outgoing = Outgoing.of(exchange, turn);
    send();
  }

  @Override
  public void head(int answeredStatus, HttpHeaders headers) {
    lastRead = System.nanoTime();
    status = answeredStatus;
    String id = headers.get("request-id");
    upstreamRequestId = id == null ? headers.get("x-request-id") : id;
    if (answeredStatus >= 200 && answeredStatus < 300) {
      accepted(answeredStatus, headers);
    } else {
      refused(answeredStatus, headers);
    }
  }

  private void accepted(int answeredStatus, HttpHeaders headers) {
    String type = contentType(headers);
    boolean stream = exchange.call().stream();
    if (outgoing.translation() != null) {
      translated(stream, type, headers);
    } else if (stream && type.startsWith("text/event-stream")) {
      StreamAnswer begun = new StreamAnswer(exchange, this, answeredStatus, headers);
      answer = begun;
      begun.begin();
    } else if (!stream && isJson(type)) {
      answer = new WholeAnswer(exchange, this, answeredStatus, headers);
    } else {
      fail(Failures.notAnAnswer("content type " + type));
    }
  }

  private void translated(boolean stream, String type, HttpHeaders headers) {
    if (type.startsWith("text/event-stream")) {
      TranslatedStream begun = new TranslatedStream(exchange, this, headers, outgoing, !stream);
      answer = begun;
      begun.begin();
    } else if (isJson(type)) {
      answer = new TranslatedWhole(exchange, this, headers, outgoing, stream);
    } else {
      fail(Failures.notAnAnswer("content type " + type));
    }
  }

  private void refused(int answeredStatus, HttpHeaders headers) {
    AttemptFailure failure =
        Failures.ofStatus(answeredStatus, headers, upstream().provider() == Provider.OPENAI);
    if (failure != null) {
      tell(answeredStatus, headers);
      fail(failure);
    } else if (isJson(contentType(headers))) {
      answer = new ErrorAnswer(exchange, this, answeredStatus, headers);
    } else {
      fail(
          Failures.notAnAnswer(
              "status " + answeredStatus + ", content type " + contentType(headers)));
    }
  }

  private void tell(int answeredStatus, HttpHeaders headers) {
    switch (answeredStatus) {
      case 401, 402, 403 -> turn.refused();
      case 409 -> {
        // Another call holds a lock: the upstream is well.
      }
      case 429 -> turn.limited(Failures.retryAfter(headers));
      case 503, 529 -> turn.overloaded();
      default -> turn.failed();
    }
  }

  private static String contentType(HttpHeaders headers) {
    String type = headers.get(HttpHeaderNames.CONTENT_TYPE);
    return type == null ? "" : type.toLowerCase(Locale.ROOT).strip();
  }

  private static boolean isJson(String type) {
    return type.isEmpty() || type.startsWith("application/json") || type.contains("+json");
  }

  @Override
  public void data(ByteBuf data) {
    lastRead = System.nanoTime();
    if (answer != null) {
      answer.data(data);
    }
  }

  @Override
  public void readComplete() {
    if (answer != null && !over) {
      answer.readComplete();
    }
  }

  @Override
  public void end() {
    call = null;
    if (answer != null) {
      answer.end();
    }
  }

  @Override
  public void failed(UpstreamFailure failure) {
    call = null;
    broken(Failures.of(failure));
  }

  private void broken(AttemptFailure failure) {
    if (answer == null) {
      turn.failed();
      fail(failure);
    } else {
      answer.broken(failure);
    }
  }

  /**
   * Ends this attempt without an answer, before the client got anything; the exchange goes on to
   * the next.
   */
  void fail(AttemptFailure failure) {
    if (over) {
      return;
    }
    if (failure.outcome() == AttemptRecord.Outcome.NOT_AN_ANSWER || answer != null) {
      turn.failed();
    }
    close();
    exchange.attemptFailed(this, failure);
  }

  private void tick() {
    long now = System.nanoTime();
    if (paused) {
      lastRead = now;
      if (now - stalledSince > exchange.settings().clientStall().toNanos()) {
        exchange.clientStalled();
      }
      return;
    }
    boolean waitsForWhole = answer == null && !exchange.call().stream();
    Duration patience =
        waitsForWhole ? exchange.settings().firstByte() : exchange.settings().idle();
    boolean late = exchange.mayMoveOn() && exchange.failover().left().isNegative();
    if (late || now - lastRead > patience.toNanos()) {
      UpstreamCall running = call;
      call = null;
      if (running != null) {
        running.cancel();
        broken(Failures.timeout());
      }
    } else if (answer != null) {
      answer.silent();
    }
  }

  /** Reads no more until the client takes what there is. */
  void pauseIfClientIsSlow() {
    if (!paused && call != null && !exchange.client().isWritable()) {
      paused = true;
      stalledSince = System.nanoTime();
      call.pause();
    }
  }

  void resume() {
    if (paused) {
      paused = false;
      lastRead = System.nanoTime();
      if (call != null) {
        call.resume();
      }
    }
  }

  /** It answered: its rest, if it had one, is over. */
  void isWell() {
    turn.answered();
  }

  /** It named a model that it was not asked for. */
  void namedAnother(String model) {
    turn.answeredWithAnother(model);
  }

  /** Its answer is said in another protocol. */
  void translates() {
    exchange.notes().proof().changed(Change.TRANSLATED);
    if (upstream().translation().rewriteModel()) {
      exchange.notes().proof().changed(Change.MODEL_NAME);
    }
  }

  /** It broke off in the middle. */
  void broke() {
    turn.broke();
  }

  /** Frees everything; the upstream's connection is closed unless the answer was whole. */
  void close() {
    if (over) {
      return;
    }
    over = true;
    if (ticks != null) {
      ticks.cancel(false);
    }
    if (call != null) {
      call.cancel();
      call = null;
    }
    if (answer != null) {
      answer.release();
    }
    outgoing.body().release();
    turn.over();
  }

  MeterReading partial() {
    return answer == null ? MeterReading.NOTHING : answer.partial();
  }

  String digest() {
    return answer == null ? exchange.notes().proof().digest().value() : answer.digest();
  }

  Upstream upstream() {
    return turn.upstream();
  }

  String upstreamModel() {
    return outgoing.model();
  }

  /** How the answer is said to the client; null when it passes through. */
  @Nullable Translation translation() {
    return outgoing.translation();
  }

  /** Whether the usage chunk is ours to take out again. */
  boolean asksForUsage() {
    return outgoing.asksForUsage();
  }

  @Nullable String upstreamRequestId() {
    return upstreamRequestId;
  }

  AttemptRecord record(AttemptRecord.Outcome outcome, MeterReading reading) {
    boolean used = !reading.tokens().equals(Tokens.NONE);
    return new AttemptRecord(
        upstream().name(),
        upstreamModel(),
        upstreamRequestId,
        status,
        outcome,
        reading.tokens(),
        used ? reading.source().name().toLowerCase(Locale.ROOT) : "none");
  }
}
