package io.posthouse.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.posthouse.relay.FaultCase.Fault;
import io.posthouse.relay.FaultCase.Place;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import tools.jackson.databind.JsonNode;

/**
 * Kill, hang, cut, corrupt or overload an upstream at every place that matters, in every protocol,
 * streamed and not: what the client sees, what is billed, who answers (T24 to T29, T37).
 */
class FaultTableIT extends RelayFixture {

  private static final int FIRST = 111;
  private static final int SECOND = 222;

  /** No connection is used twice: one that dies before it answers would be tried anew, unseen. */
  private static final String LAST = "connection: close";

  /** A call under way: the first upstream that is asked plays the fault. */
  private static final class Play {
    final FaultCase played;
    final AtomicInteger asked = new AtomicInteger();
    final CountDownLatch contentSeen = new CountDownLatch(1);

    Play(FaultCase played) {
      this.played = played;
    }
  }

  private record Outcome(int status, String text, boolean whole, JsonNode event, int asked) {}

  private final Map<String, Play> plays = new ConcurrentHashMap<>();
  private final AtomicInteger markers = new AtomicInteger();

  private void answer(FakeUpstream.Exchange it) throws IOException, InterruptedException {
    String text = it.request.text();
    int at = text.indexOf("marker-");
    Play play = plays.get(text.substring(at, text.indexOf('"', at)));
    if (play.asked.incrementAndGet() > 1) {
      good(it, play.played);
    } else if (play.played.stream()) {
      failStream(it, play);
    } else {
      failWhole(it, play.played);
    }
  }

  private static void good(FakeUpstream.Exchange it, FaultCase played) throws IOException {
    if (played.stream()) {
      it.streamHead(LAST);
      it.chunk(played.wire().stream(SECOND));
      it.endChunks();
    } else {
      it.json(200, played.wire().whole(SECOND), LAST);
    }
  }

  private static void failStream(FakeUpstream.Exchange it, Play play)
      throws IOException, InterruptedException {
    FaultCase played = play.played;
    Wire wire = played.wire();
    switch (played.place()) {
      case BEFORE_STATUS -> {
        if (played.fault() == Fault.OVERLOAD) {
          it.json(503, "{\"error\":{}}", LAST);
          return;
        }
      }
      case WITHIN_HEADERS -> {
        if (played.fault() == Fault.OVERLOAD) {
          it.whole(503, "text/html", "<html>busy</html>", LAST);
          return;
        }
        it.write("HTTP/1.1 200 OK\r\ncontent-ty");
      }
      case FIRST_BODY_BYTE -> it.streamHead(LAST);
      case MID_EVENT, BEFORE_TERMINAL, AFTER_TERMINAL -> {
        it.streamHead(LAST);
        it.chunk(wire.prelude(FIRST) + wire.content("驿"));
        if (played.place() == Place.AFTER_TERMINAL) {
          it.chunk(wire.content("站 two") + wire.terminal(FIRST));
        }
        assertThat(play.contentSeen.await(10, TimeUnit.SECONDS)).isTrue();
        if (played.place() == Place.MID_EVENT && played.fault() != Fault.OVERLOAD) {
          it.chunk(wire.content("站 two").substring(0, 25));
        }
      }
    }
    fail(it, played, () -> it.chunk(wire.overload()).endChunks());
  }

  private static void failWhole(FakeUpstream.Exchange it, FaultCase played) throws IOException {
    byte[] body = played.wire().whole(FIRST).getBytes(StandardCharsets.UTF_8);
    int sent =
        switch (played.place()) {
          case BEFORE_STATUS, WITHIN_HEADERS -> -1;
          case FIRST_BODY_BYTE -> 1;
          case MID_EVENT -> body.length / 2;
          case BEFORE_TERMINAL -> body.length - 1;
          case AFTER_TERMINAL -> body.length;
        };
    if (played.fault() == Fault.OVERLOAD && played.place() != Place.AFTER_TERMINAL) {
      boolean status = sent < 0;
      it.json(status ? 503 : 200, "{\"error\":{\"message\":\"Overloaded\"}}", LAST);
      return;
    }
    if (played.place() == Place.WITHIN_HEADERS) {
      it.write("HTTP/1.1 200 OK\r\ncontent-ty");
    } else if (sent >= 0) {
      it.write(
          "HTTP/1.1 200 OK\r\n"
              + LAST
              + "\r\ncontent-type: application/json\r\ncontent-length: "
              + body.length
              + "\r\n\r\n");
      it.write(java.util.Arrays.copyOf(body, sent));
      if (played.fault() == Fault.CORRUPT && sent < body.length) {
        it.write(new byte[body.length - sent]);
        return;
      }
    }
    fail(it, played, () -> {});
  }

  private interface Overload {
    void say() throws IOException;
  }

  private static void fail(FakeUpstream.Exchange it, FaultCase played, Overload overload)
      throws IOException {
    switch (played.fault()) {
      case KILL -> it.reset();
      case HANG -> it.awaitClosed(10_000);
      case CUT -> {
        boolean inBody = played.stream() && played.place().compareTo(Place.FIRST_BODY_BYTE) >= 0;
        if (inBody) {
          it.endChunks();
        }
        it.close();
      }
      case CORRUPT -> {
        it.write("\u0000\u0001zz this is no HTTP\r\n\r\n");
        it.close();
      }
      case OVERLOAD -> overload.say();
    }
  }

  private Outcome play(Sale sale, FaultCase played) {
    String marker = "marker-" + markers.incrementAndGet();
    Play play = new Play(played);
    plays.put(marker, play);
    TestCaller caller = TestCaller.any();
    Wire wire = played.wire();
    try (RawClient client = client()) {
      client.send(
          request(
              caller,
              "POST",
              wire.path(sale, played.stream()),
              wire.request(sale, marker, played.stream()),
              Map.of()));
      boolean afterContent = played.stream() && played.place().compareTo(Place.MID_EVENT) >= 0;
      if (!afterContent) {
        RawClient.Answer answer = client.readAnswer();
        return new Outcome(
            answer.status(), answer.text(), answer.whole(), usageOf(caller), play.asked.get());
      }
      int status = client.readHead().status();
      String seen =
          client.readUntil(played.place() == Place.AFTER_TERMINAL ? wire.terminator : "驿");
      play.contentSeen.countDown();
      ByteArrayOutputStream rest = new ByteArrayOutputStream();
      boolean whole = client.readChunks(rest, Integer.MAX_VALUE);
      String text = seen + rest.toString(StandardCharsets.UTF_8);
      return new Outcome(status, text, whole, usageOf(caller), play.asked.get());
    } catch (IOException broken) {
      throw new AssertionError(played + ": the connection broke", broken);
    }
  }

  private static void check(FaultCase played, Outcome outcome) {
    Wire wire = played.wire();
    JsonNode event = outcome.event();
    assertThat(outcome.status()).isEqualTo(200);
    assertThat(outcome.whole()).isTrue();
    String end = event.path("end").asString();
    int input = event.path("tokens").path("input").asInt();
    int output = event.path("tokens").path("output").asInt();
    switch (played.expected()) {
      case SECOND_ANSWERS -> {
        assertThat(outcome.text())
            .isEqualTo(played.stream() ? wire.stream(SECOND) : wire.whole(SECOND));
        assertThat(outcome.asked()).isEqualTo(2);
        assertThat(end).isEqualTo("complete");
        assertThat(input).isEqualTo(SECOND);
        assertThat(event.path("attempts")).hasSize(2);
      }
      case COMPLETE -> {
        assertThat(outcome.text())
            .startsWith(played.stream() ? wire.stream(FIRST) : wire.whole(FIRST))
            .doesNotContain(wire.content("站 two") + wire.brokenOff);
        assertThat(outcome.asked()).isEqualTo(1);
        assertThat(end).isEqualTo("complete");
        assertThat(input).isEqualTo(FIRST);
      }
      case BROKEN_OFF -> {
        assertThat(outcome.text())
            .startsWith(wire.prelude(FIRST) + wire.content("驿"))
            .contains("\n\n" + wire.brokenOff)
            .doesNotContain(wire.terminator);
        assertThat(outcome.asked()).isEqualTo(1);
        assertThat(end).isEqualTo("upstream_cut");
        assertThat(event.path("usageSource").asString()).isIn("partial", "estimated");
        assertThat(output).isPositive();
        assertThat(input).isPositive();
      }
      case BROKEN_OFF_EMPTY -> {
        assertThat(outcome.text()).contains(wire.brokenOff).doesNotContain(wire.terminator);
        assertThat(outcome.asked()).isEqualTo(1);
        assertThat(end).isEqualTo("upstream_cut");
        assertThat(input + output).isZero();
      }
      case PROVIDERS_ERROR -> {
        assertThat(outcome.text())
            .startsWith(wire.prelude(FIRST) + wire.content("驿"))
            .endsWith(wire.overload());
        assertThat(outcome.asked()).isEqualTo(1);
        assertThat(end).isEqualTo("upstream_error");
        assertThat(output).isPositive();
      }
    }
  }

  /** Two that are alike. */
  private Sale aSaleOf(Wire wire, FakeUpstream first, FakeUpstream second) {
    Sale sale = aSale();
    anUpstream(sale, wire.protocol, first.port(), 0, sale.model());
    anUpstream(sale, wire.protocol, second.port(), 0, sale.model());
    return sale;
  }

  private Map<Wire, Sale> salesOf(FakeUpstream first, FakeUpstream second) {
    Map<Wire, Sale> sales = new EnumMap<>(Wire.class);
    for (Wire wire : Wire.values()) {
      sales.put(wire, aSaleOf(wire, first, second));
    }
    sales.values().forEach(this::awaitPriced);
    return sales;
  }

  @TestFactory
  Stream<DynamicTest> everyFaultAtEveryPlaceInEveryProtocol() {
    List<FaultCase> cases = new ArrayList<>();
    for (Wire wire : Wire.values()) {
      for (boolean stream : new boolean[] {true, false}) {
        for (Fault fault : Fault.values()) {
          for (Place place : Place.values()) {
            cases.add(new FaultCase(wire, stream, fault, place));
          }
        }
      }
    }
    Map<FaultCase, Future<Outcome>> outcomes = new LinkedHashMap<>();
    try (FakeUpstream first = new FakeUpstream().always(this::answer);
        FakeUpstream second = new FakeUpstream().always(this::answer);
        ExecutorService patient = Executors.newVirtualThreadPerTaskExecutor();
        ExecutorService quick = Executors.newSingleThreadExecutor()) {
      Map<Wire, Sale> sales = salesOf(first, second);
      // Upstreams of their own: a dozen calls that hang take most places of two.
      Map<Wire, Sale> slow = salesOf(first, second);
      for (FaultCase each : cases) {
        boolean hangs = each.fault() == Fault.HANG;
        Sale sale = (hangs ? slow : sales).get(each.wire());
        outcomes.put(each, (hangs ? patient : quick).submit(() -> play(sale, each)));
      }
    }
    return outcomes.entrySet().stream()
        .map(
            entry ->
                dynamicTest(
                    entry.getKey() + " -> " + entry.getKey().expected(),
                    () -> check(entry.getKey(), entry.getValue().get())));
  }

  /** Cut cleanly behind every byte of the body: the answer is never half and never looks whole. */
  @TestFactory
  @EnabledIfSystemProperty(named = "posthouse.soak", matches = "true")
  Stream<DynamicTest> aCutBehindAnyByteNeverLooksLikeAnEnd() {
    return Stream.of(Wire.values())
        .map(wire -> dynamicTest(wire + " cut behind every byte", () -> cutEverywhere(wire)));
  }

  private void cutEverywhere(Wire wire) {
    byte[] all = wire.stream(FIRST).getBytes(StandardCharsets.UTF_8);
    AtomicInteger cut = new AtomicInteger();
    AtomicInteger asked = new AtomicInteger();
    FakeUpstream.Script script =
        it -> {
          it.streamHead();
          if (asked.incrementAndGet() == 1) {
            it.chunk(java.util.Arrays.copyOf(all, cut.get()));
          } else {
            it.chunk(wire.stream(SECOND));
          }
          it.endChunks();
        };
    int content = (wire.prelude(FIRST) + wire.content("驿")).getBytes(StandardCharsets.UTF_8).length;
    try (FakeUpstream first = new FakeUpstream().always(script);
        FakeUpstream second = new FakeUpstream().always(script)) {
      Sale sale = aSaleOf(wire, first, second);
      awaitPriced(sale);
      for (int at = 1; at <= all.length; at++) {
        cut.set(at);
        asked.set(0);
        TestCaller caller = TestCaller.any();
        RawClient.Answer answer =
            call(caller, "POST", wire.path(sale, true), wire.request(sale, "any", true), Map.of());
        boolean second2 = answer.text().equals(wire.stream(SECOND));
        boolean broken = answer.text().contains(wire.brokenOff);
        boolean ended = answer.text().contains(wire.terminator);
        String what = wire + " cut behind byte " + at + ": " + answer.text();
        assertThat(answer.whole()).as(what).isTrue();
        assertThat(broken).as(what).isNotEqualTo(ended);
        assertThat(second2).as(what).isEqualTo(asked.get() == 2);
        if (at < content - 2) {
          assertThat(second2).as(what).isTrue();
        } else if (at > content) {
          assertThat(second2).as(what).isFalse();
        }
        assertThat(usageOf(caller).path("end").asString())
            .as(what)
            .isEqualTo(broken ? "upstream_cut" : "complete");
      }
    }
  }
}
