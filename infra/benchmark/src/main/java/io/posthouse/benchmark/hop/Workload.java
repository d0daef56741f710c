package io.posthouse.benchmark.hop;

import java.util.List;

/**
 * Something to measure in rounds (performance.md).
 *
 * @param id of performance.md; with a T for one whose upstream speaks the other protocol, which
 *     nginx passes through as it is
 * @param what in words
 * @param way through which the relay answers it
 * @param perAnswer how many units an answer has
 * @param target the ratio to nginx that the relay must stay below
 */
record Workload(
    String id,
    String what,
    Requests.Way way,
    String body,
    int connections,
    int perAnswer,
    double target) {

  private static final int KILOBYTE = 1024;

  static List<Workload> all() {
    String small = Requests.prompt(KILOBYTE, false, true);
    String streamed = Requests.prompt(KILOBYTE, true, true);
    return List.of(
        whole("W1", "1 KB, 32 connections", "anthropic", small, 32, 2.5),
        whole("W1-1", "1 KB, 1 connection", "anthropic", small, 1, 2.5),
        whole("W1-256", "1 KB, 256 connections", "anthropic", small, 256, 2.5),
        whole("W1T", "1 KB, translated", "openai", small, 32, 4),
        whole(
            "W2",
            "100 KB, model first",
            "anthropic",
            Requests.prompt(100 * KILOBYTE, false, true),
            32,
            2.5),
        whole(
            "W2-last",
            "100 KB, model last",
            "anthropic",
            Requests.prompt(100 * KILOBYTE, false, false),
            32,
            2.5),
        stream("W3", "500 chunks", "anthropic", streamed, 2),
        stream("W3T", "500 chunks, translated", "openai", streamed, 4));
  }

  private static Workload whole(
      String id, String what, String protocol, String body, int connections, double target) {
    return new Workload(
        id, what, new Requests.Way(protocol, Shape.WHOLE), body, connections, 1, target);
  }

  private static Workload stream(
      String id, String what, String protocol, String body, double target) {
    Requests.Way way = new Requests.Way(protocol, Shape.STREAM);
    return new Workload(id, what, way, body, 16, Shape.CHUNKS, target);
  }

  Requests requests() {
    return Requests.of(way.channel(), way.shape(), body);
  }

  String unit() {
    return perAnswer == 1 ? "request" : "chunk";
  }
}
