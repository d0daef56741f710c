package io.posthouse.local.proof;

import java.math.BigDecimal;

/** What is called. The simulator's answer is as long as its cap, so each costs the same always. */
enum Kind {
  /** An answer in one piece. */
  WHOLE("proof-quick", 16, false, "3", "15"),
  /** A stream that is over at once. */
  STREAM("proof-quick", 16, true, "3", "15"),
  /** A stream of some seconds: somebody is always killed in the middle of one. */
  SLOW("sim-slow", 8, true, "3", "15"),
  /** Costs one cent, which is the most that it could cost. */
  CENT("proof-cent", 5, false, "500", "900");

  /** Tokens of every prompt. */
  static final int INPUT = 11;

  private static final int BYTES = INPUT * 4;

  final String model;
  final int output;
  final boolean stream;
  final String inputRate;
  final String outputRate;

  Kind(String model, int output, boolean stream, String inputRate, String outputRate) {
    this.model = model;
    this.output = output;
    this.stream = stream;
    this.inputRate = inputRate;
    this.outputRate = outputRate;
  }

  /** What it costs, in USD. */
  BigDecimal cost() {
    return new BigDecimal(inputRate)
        .multiply(BigDecimal.valueOf(INPUT))
        .add(new BigDecimal(outputRate).multiply(BigDecimal.valueOf(output)))
        .movePointLeft(6);
  }

  /** A request's body, like no other. */
  String body(String requestId) {
    String prompt = requestId + "*".repeat(BYTES - requestId.length());
    return "{\"model\":\"%s\",\"max_tokens\":%d,\"stream\":%b,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
        .formatted(model, output, stream, prompt);
  }
}
