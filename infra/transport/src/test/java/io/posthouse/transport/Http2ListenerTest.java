package io.posthouse.transport;

import static io.posthouse.transport.RawHttp2.DATA;
import static io.posthouse.transport.RawHttp2.GOAWAY;
import static io.posthouse.transport.RawHttp2.HEADERS;
import static io.posthouse.transport.RawHttp2.RST_STREAM;
import static io.posthouse.transport.RawHttp2.WINDOW_UPDATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.ChannelHandlerContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/** HTTP/2 as a listener serves it, and what it does not put up with (resilience.md A17, A19). */
class Http2ListenerTest extends Http2Fixture {

  private static final int INTERNAL_ERROR = 2;

  @Test
  void streamsOfOneConnectionAreAnsweredEachWithItsOwn() {
    try (RawHttp2 client = connect()) {
      // When: the second is asked before the first was sent whole
      client.headers(1, false, ":method", "POST", ":scheme", "http", ":path", "/one");
      client.data(1, false, "fir");
      post(client, 3, "/two", "second");
      String second = bodyOf(client, 3);
      client.data(1, true, "st");

      // Then
      assertThat(second).isEqualTo("second");
      assertThat(bodyOf(client, 1)).isEqualTo("first");
      assertThat(seen).containsExactly("POST /one", "POST /two");
    }
  }

  @Test
  void anUpgradeToH2cIsPassedOverAndTheRequestAnswered() throws Exception {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      // When
      var answer =
          client.send(
              java.net.http.HttpRequest.newBuilder(
                      URI.create("http://localhost:" + listener.port() + "/any"))
                  .POST(BodyPublishers.ofString("body"))
                  .build(),
              BodyHandlers.ofString());

      // Then
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
      assertThat(answer.body()).isEqualTo("body");
    }
  }

  @Test
  void aResetEndsItsStreamAlone() {
    try (RawHttp2 client = connect()) {
      // Given
      client.get(1, "/hold").get(3, "/hold");
      await().until(() -> held.size() == 2);

      // When
      client.reset(1);
      await().untilAsserted(() -> assertThat(gone).containsExactly("/hold"));
      ChannelHandlerContext other = held.stream().toList().getLast();
      other.executor().execute(() -> answer(other, "still here"));

      // Then
      assertThat(bodyOf(client, 3)).isEqualTo("still here");
    }
  }

  @Test
  void anAnswerThatIsCutOffIsResetAndNeverLooksWhole() {
    try (RawHttp2 client = connect()) {
      // When
      client.get(1, "/cut");

      // Then
      assertThat(client.until(it -> it.type() == DATA).ends()).isFalse();
      RawHttp2.Frame end = client.until(it -> it.stream() == 1);
      assertThat(end.type()).isEqualTo(RST_STREAM);
      assertThat(end.error()).isEqualTo(INTERNAL_ERROR);
      assertThat(bodyOf(post(client, 3, "/next", "well"), 3)).isEqualTo("well");
    }
  }

  @Test
  void aClientThatDoesNotReadAStreamHoldsItAloneAndLittleMemory() {
    try (RawHttp2 client = connect()) {
      // When
      client.get(1, "/flood");
      client.until(it -> it.is(DATA, 1));
      post(client, 3, "/other", "other");

      // Then: its window of 64 KB, and what may wait behind it; the connection's window is spent
      assertThat(client.until(it -> it.is(HEADERS, 3))).isNotNull();
      int before = flooded.get();
      assertThat(before).isLessThan(65_535 + 64 * 1024 + 4 * PIECE);

      // When
      client.frame(WINDOW_UPDATE, 0, 0, new byte[] {0, 1, 0, 0});
      client.frame(WINDOW_UPDATE, 0, 1, new byte[] {0, 1, 0, 0});

      // Then
      await().until(() -> flooded.get() > before);
      client.reset(1);
      await().until(() -> gone.contains("/flood"));
    }
  }

  @Test
  void aTinyHeaderListAndAHugeTableOfTheClientsAreNoHarm() {
    try (RawHttp2 client = new RawHttp2(listener.port()).settings(1, Integer.MAX_VALUE, 6, 1)) {
      for (int stream = 1; stream < 9; stream += 2) {
        post(client, stream, "/", "body" + stream);
        RawHttp2.Frame head = client.until(it -> it.type() == HEADERS);
        assertThat(client.decoded(head).status()).hasToString("200");
        assertThat(bodyOf(client, stream)).isEqualTo("body" + stream);
      }
    }
  }

  @Test
  void trailersArePassedOver() {
    try (RawHttp2 client = connect()) {
      client.headers(1, false, ":method", "POST", ":scheme", "http", ":path", "/");
      client.data(1, false, "body").headers(1, true, "x-trailer", "late");

      assertThat(bodyOf(client, 1)).isEqualTo("body");
    }
  }

  @Test
  void aListenerThatClosesLetsRunningStreamsEndAndTakesNoMore() {
    try (RawHttp2 client = connect()) {
      // Given
      client.get(1, "/hold");
      await().until(() -> held.size() == 1);

      // When
      listener.close();
      RawHttp2.Frame goAway = client.until(it -> it.type() == GOAWAY);
      client.get(3, "/late");
      ChannelHandlerContext running = held.element();
      running.executor().execute(() -> answer(running, "to the end"));

      // Then
      assertThat(goAway.error()).isZero();
      assertThat(bodyOf(client, 1)).isEqualTo("to the end");
      assertThat(client.isClosedByPeer()).isTrue();
      assertThat(seen).containsExactly("GET /hold");
    }
  }
}
