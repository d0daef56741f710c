package io.posthouse.simulator;

/**
 * The tokens of one call.
 *
 * @param input uncached input only
 */
record Usage(long input, long cacheRead, long cacheWrite5m, long cacheWrite1h, long output) {

  long prompt() {
    return input + cacheRead + cacheWrite5m + cacheWrite1h;
  }

  Usage withOutput(long tokens) {
    return new Usage(input, cacheRead, cacheWrite5m, cacheWrite1h, tokens);
  }
}
