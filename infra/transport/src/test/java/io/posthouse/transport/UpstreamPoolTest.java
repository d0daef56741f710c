package io.posthouse.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class UpstreamPoolTest extends UpstreamPoolFixture {

  @Test
  void aConnectionIsUsedAgainAndADeadOneIsReplacedOnce() throws Exception {
    try (Server server = new Server();
        UpstreamPool pool = pool()) {
      // Given
      server.answers.addAll(List.of(OK, OK, "", OK));

      // When // Then
      assertThat(send(pool, plain("127.0.0.1", server.port())).body()).isEqualTo("ok");
      assertThat(send(pool, plain("127.0.0.1", server.port())).body()).isEqualTo("ok");
      assertThat(server.connections.get()).isEqualTo(1);
      assertThat(send(pool, plain("127.0.0.1", server.port())).body()).isEqualTo("ok");
      assertThat(server.connections.get()).isEqualTo(2);
    }
  }

  @Test
  void aFreshConnectionThatDiesIsNotTriedAgain() throws Exception {
    try (Server server = new Server();
        UpstreamPool pool = pool()) {
      // Given
      server.answers.add("");

      // When
      Outcome outcome = send(pool, plain("127.0.0.1", server.port()));

      // Then
      assertThat(outcome.failure().kind()).isEqualTo(UpstreamFailure.Kind.NO_ANSWER);
      assertThat(server.connections.get()).isEqualTo(1);
    }
  }

  @Test
  void leftoverBytesPoisonNobody() throws Exception {
    try (Server server = new Server();
        UpstreamPool pool = pool()) {
      // Given
      server.answers.addAll(List.of(OK + "HTTP/1.1 200 OK\r\ncontent-le", OK));

      // When
      Outcome first = send(pool, plain("127.0.0.1", server.port()));
      Outcome second = send(pool, plain("127.0.0.1", server.port()));

      // Then
      assertThat(first.body()).isEqualTo("ok");
      assertThat(second.body()).isEqualTo("ok");
      assertThat(server.connections.get()).isEqualTo(2);
    }
  }

  @Test
  void interimAnswersAreSkippedAndGarbageIsSaid() throws Exception {
    try (Server server = new Server();
        UpstreamPool pool = pool()) {
      // Given
      server.answers.addAll(
          List.of("HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n" + OK, "garbage\r\n\r\n"));

      // When // Then
      assertThat(send(pool, plain("127.0.0.1", server.port())).body()).isEqualTo("ok");
      assertThat(send(pool, plain("127.0.0.1", server.port())).failure().kind())
          .isEqualTo(UpstreamFailure.Kind.MALFORMED);
    }
  }

  @Test
  void moreConnectionsThanAllowedAreNotOpened() throws Exception {
    PoolSettings few = new PoolSettings(Duration.ofSeconds(2), Duration.ofSeconds(5), 1, null);
    try (Server server = new Server();
        UpstreamPool pool = pool(few, (host, address) -> true)) {
      // Given
      CompletableFuture<Void> sent = new CompletableFuture<>();
      loop.execute(
          () -> {
            pool.send(
                loop,
                plain("127.0.0.1", server.port()),
                new UpstreamRequest(
                    HttpMethod.GET, "/", new DefaultHttpHeaders(), Unpooled.EMPTY_BUFFER),
                new Ignoring());
            sent.complete(null);
          });
      sent.get(5, TimeUnit.SECONDS);

      // When
      Outcome outcome = send(pool, plain("127.0.0.1", server.port()));

      // Then
      assertThat(outcome.failure().kind()).isEqualTo(UpstreamFailure.Kind.EXHAUSTED);
    }
  }

  private static final class Ignoring implements AnswerListener {
    @Override
    public void head(int status, HttpHeaders headers) {}

    @Override
    public void data(ByteBuf data) {}

    @Override
    public void readComplete() {}

    @Override
    public void end() {}

    @Override
    public void failed(UpstreamFailure failure) {}
  }
}
