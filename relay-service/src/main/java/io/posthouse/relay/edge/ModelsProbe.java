package io.posthouse.relay.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.posthouse.relay.exchange.Credentials;
import io.posthouse.relay.routing.Upstream;
import io.posthouse.relay.routing.UpstreamProbe;
import io.posthouse.transport.AnswerListener;
import io.posthouse.transport.EventLoops;
import io.posthouse.transport.HeaderRules;
import io.posthouse.transport.UpstreamCall;
import io.posthouse.transport.UpstreamFailure;
import io.posthouse.transport.UpstreamPool;
import io.posthouse.transport.UpstreamRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks for the list of models, over the upstream's own connections and way out. */
final class ModelsProbe implements UpstreamProbe {

  private final EventLoops loops;
  private final UpstreamPool pool;
  private final Duration patience;

  /**
   * @param patience how long one may take, its whole answer included
   */
  ModelsProbe(EventLoops loops, UpstreamPool pool, Duration patience) {
    this.loops = loops;
    this.pool = pool;
    this.patience = patience;
  }

  @Override
  public CompletionStage<Result> ask(Upstream upstream, int credential) {
    CompletableFuture<Result> answer = new CompletableFuture<>();
    EventLoop loop = loops.group().next();
    loop.execute(() -> new Asking(answer).begin(loop, upstream, credential));
    return answer;
  }

  private static String path(Upstream upstream) {
    return upstream.basePath()
        + switch (upstream.provider()) {
          case ANTHROPIC -> "/v1/models";
          case OPENAI -> "/models";
          case GEMINI -> "/v1beta/models";
        };
  }

  /** One question. Confined to its loop. */
  private final class Asking implements AnswerListener {

    private final CompletableFuture<Result> answer;
    private final long begun = System.nanoTime();
    private @Nullable UpstreamCall call;

    Asking(CompletableFuture<Result> answer) {
      this.answer = answer;
    }

    void begin(EventLoop loop, Upstream upstream, int credential) {
      HttpHeaders headers =
          Credentials.put(
              HeaderRules.up(new DefaultHttpHeaders(), Credentials.provider(upstream)),
              upstream,
              upstream.credentials().get(credential));
      call =
          pool.send(
              loop,
              upstream.origin(),
              new UpstreamRequest(HttpMethod.GET, path(upstream), headers, Unpooled.EMPTY_BUFFER),
              this);
      var _ = loop.schedule(this::isLate, patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Also one whose answer has begun: a list that never ends would keep its connection. */
    private void isLate() {
      done(Outcome.UNREACHABLE, null, "silent too long");
      UpstreamCall running = call;
      call = null;
      if (running != null) {
        running.cancel();
      }
    }

    private void done(Outcome outcome, @Nullable Integer status, @Nullable String detail) {
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
      answer.complete(new Result(outcome, status, millis, detail));
    }

    @Override
    public void head(int status, HttpHeaders headers) {
      switch (status) {
        case 401, 402, 403 -> done(Outcome.REFUSED, status, "status " + status);
        default -> {
          // A compatible that lists no models has still read the credential.
          boolean taken = (status >= 200 && status < 300) || status == 404 || status == 405;
          done(taken ? Outcome.TAKEN : Outcome.UNWELL, status, taken ? null : "status " + status);
        }
      }
    }

    @Override
    public void data(ByteBuf data) {
      // The list itself is of no interest.
    }

    @Override
    public void readComplete() {
      // Nothing is passed on.
    }

    @Override
    public void end() {
      call = null;
    }

    @Override
    public void failed(UpstreamFailure failure) {
      call = null;
      done(Outcome.UNREACHABLE, null, failure.kind() + ": " + failure.detail());
    }
  }
}
