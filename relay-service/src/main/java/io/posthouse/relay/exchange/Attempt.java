package io.posthouse.relay.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.util.concurrent.ScheduledFuture;
import io.posthouse.relay.metering.MeterReading;
import io.posthouse.relay.metering.Tokens;
import io.posthouse.relay.protocol.ModelCall;
import io.posthouse.relay.protocol.Provider;
import io.posthouse.relay.protocol.Splice;
import io.posthouse.relay.protocol.Surface;
import io.posthouse.relay.routing.Upstream;
import io.posthouse.relay.usage.AttemptRecord;
import io.posthouse.transport.AnswerListener;
import io.posthouse.transport.HeaderRules;
import io.posthouse.transport.UpstreamCall;
import io.posthouse.transport.UpstreamFailure;
import io.posthouse.transport.UpstreamRequest;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One try of a call at one upstream. Confined to the exchange's loop. */
final class Attempt implements AnswerListener {

  private static final Duration SLOWEST_TICK = Duration.ofSeconds(5);
  private static final Duration FASTEST_TICK = Duration.ofMillis(20);

  private final Exchange exchange;
  private final Upstream upstream;
  private final String upstreamModel;
  private final ByteBuf body;
  private @Nullable UpstreamCall call;
  private @Nullable Answer answer;
  private @Nullable Integer status;
  private @Nullable String upstreamRequestId;
  private @Nullable ScheduledFuture<?> ticks;
  private boolean paused;
  private boolean over;
  private long lastRead = System.nanoTime();
  private long stalledSince;

  Attempt(Exchange exchange, Upstream upstream) {
    this.exchange = exchange;
    this.upstream = upstream;
    ModelCall asked = exchange.call();
    this.upstreamModel = upstream.models().getOrDefault(asked.model(), asked.model());
    this.body =
        Splice.body(
            exchange.client().allocator(),
            exchange.body(),
            asked,
            upstreamModel,
            mustAskForUsage(asked));
  }

  private static boolean mustAskForUsage(ModelCall asked) {
    return asked.surface() == Surface.CHAT && asked.stream() && !asked.usageAskedFor();
  }

  void start() {
    long tick =
        Math.clamp(
            exchange.settings().keepAlive().toNanos() / 4,
            FASTEST_TICK.toNanos(),
            SLOWEST_TICK.toNanos());
    ticks =
        exchange.client().loop().scheduleAtFixedRate(this::tick, tick, tick, TimeUnit.NANOSECONDS);
    UpstreamRequest request =
        new UpstreamRequest(
            HttpMethod.POST,
            upstream.basePath()
                + exchange.call().surface().path(upstreamModel, exchange.call().stream())
                + exchange.query(),
            headers(),
            body);
    UpstreamCall started =
        exchange
            .relay()
            .upstreams()
            .send(exchange.client().loop(), upstream.origin(), request, this);
    if (over) {
      started.cancel();
    } else {
      call = started;
    }
  }

  private HttpHeaders headers() {
    String credential = exchange.credential(upstream);
    return switch (upstream.provider()) {
      case ANTHROPIC -> {
        HttpHeaders headers =
            HeaderRules.up(exchange.clientHeaders(), HeaderRules.Provider.ANTHROPIC);
        yield credential.startsWith("sk-ant-oat")
            ? headers.set(HttpHeaderNames.AUTHORIZATION, "Bearer " + credential)
            : headers.set("x-api-key", credential);
      }
      case OPENAI ->
          HeaderRules.up(exchange.clientHeaders(), HeaderRules.Provider.OPENAI)
              .set(HttpHeaderNames.AUTHORIZATION, "Bearer " + credential);
      case GEMINI ->
          HeaderRules.up(exchange.clientHeaders(), HeaderRules.Provider.GEMINI)
              .set("x-goog-api-key", credential);
    };
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
    if (stream && type.startsWith("text/event-stream")) {
      StreamAnswer begun = new StreamAnswer(exchange, this, answeredStatus, headers);
      answer = begun;
      begun.begin();
    } else if (!stream && isJson(type)) {
      answer = new WholeAnswer(exchange, this, answeredStatus, headers);
    } else {
      fail(Failures.notAnAnswer("content type " + type));
    }
  }

  private void refused(int answeredStatus, HttpHeaders headers) {
    AttemptFailure failure =
        Failures.ofStatus(answeredStatus, headers, upstream.provider() == Provider.OPENAI);
    if (failure != null) {
      rest(answeredStatus, headers);
      fail(failure);
    } else if (isJson(contentType(headers))) {
      answer = new ErrorAnswer(exchange, this, answeredStatus, headers);
    } else {
      fail(
          Failures.notAnAnswer(
              "status " + answeredStatus + ", content type " + contentType(headers)));
    }
  }

  private void rest(int answeredStatus, HttpHeaders headers) {
    switch (answeredStatus) {
      case 401, 402, 403 -> exchange.relay().health().credentialRefused(upstream);
      case 409 -> {
        // Another call holds a lock: the upstream is well.
      }
      case 429 -> exchange.relay().health().limited(upstream, Failures.retryAfter(headers));
      default -> exchange.relay().health().failed(upstream);
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
      exchange.relay().health().failed(upstream);
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
      exchange.relay().health().failed(upstream);
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
    if (now - lastRead > patience.toNanos()) {
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
    exchange.relay().health().succeeded(upstream);
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
    body.release();
  }

  MeterReading partial() {
    return answer == null ? MeterReading.NOTHING : answer.partial();
  }

  String digest() {
    return answer == null ? new Digest().value() : answer.digest();
  }

  Upstream upstream() {
    return upstream;
  }

  String upstreamModel() {
    return upstreamModel;
  }

  @Nullable String upstreamRequestId() {
    return upstreamRequestId;
  }

  AttemptRecord record(AttemptRecord.Outcome outcome, MeterReading reading) {
    boolean used = !reading.tokens().equals(Tokens.NONE);
    return new AttemptRecord(
        upstream.name(),
        upstreamModel,
        upstreamRequestId,
        status,
        outcome,
        reading.tokens(),
        used ? reading.source().name().toLowerCase(Locale.ROOT) : "none");
  }
}
