package io.posthouse.relay.metering;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.posthouse.relay.protocol.BadRequestException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts tokens that nobody reported, on a thread of its own: one text after the other, so that a
 * crowd of broken calls cannot take the processors from those that run. Thread-safe.
 *
 * <p>A body that is handed in stays the caller's, which must keep it until the answer is there. A
 * count that fails is told as the guess of four characters per token: it never fails a call.
 */
public final class TokenCounts implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(TokenCounts.class);

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("token-counts").daemon().factory());

  /**
   * Counts what a reading lacks.
   *
   * @param body the request's
   * @param mostInput what its model takes at most
   * @return done on another thread; at once when the reading lacks nothing
   */
  public CompletionStage<MeterReading> complete(
      MeterReading reading, ByteBuf body, long mostInput) {
    Unmeasured rest = reading.unmeasured();
    if (rest == null) {
      return CompletableFuture.completedFuture(reading);
    }
    long guess = Math.min(mostInput, Estimate.tokens(body.readableBytes()));
    try {
      return CompletableFuture.supplyAsync(
              () -> reading.counted(rest.input() ? Math.min(mostInput, count(body)) : 0), thread)
          .exceptionally(failed -> guessed(reading, guess, failed));
    } catch (RejectedExecutionException stopping) {
      return CompletableFuture.completedFuture(guessed(reading, guess, stopping));
    }
  }

  private static MeterReading guessed(MeterReading reading, long guess, Throwable failed) {
    log.warn("tokens could not be counted: {}", failed.toString());
    Unmeasured rest = reading.unmeasured();
    return rest != null && rest.input() ? reading.with(reading.tokens().withInput(guess)) : reading;
  }

  /**
   * The input tokens of a request.
   *
   * @return at least 1; done on another thread
   */
  public CompletionStage<Long> input(ByteBuf body) {
    long guess = Math.max(1, Estimate.tokens(body.readableBytes()));
    try {
      return CompletableFuture.supplyAsync(() -> count(body), thread)
          .exceptionally(
              failed -> {
                log.warn("tokens could not be counted: {}", failed.toString());
                return guess;
              });
    } catch (RejectedExecutionException stopping) {
      return CompletableFuture.completedFuture(guess);
    }
  }

  private static long count(ByteBuf body) {
    try {
      return RequestEstimate.tokens(new ByteBufInputStream(body.duplicate()));
    } catch (BadRequestException notReadable) {
      return Estimate.tokens(body.readableBytes());
    }
  }

  @Override
  public void close() {
    thread.shutdown();
  }
}
