package io.posthouse.billing.payment;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Where calls to providers run that nobody waits for: polls, refunds, statements. Never on the
 * scheduler's thread, which lease keeping and many others share; each provider has a few calls at
 * once, so that one that hangs holds up neither the others nor anything else.
 *
 * <p>What is handed over must be claimed in the database first and must be safe to lose: a full
 * queue and a shutdown drop it, and its claim runs out. Thread-safe.
 */
@Component
public class ProviderCalls implements DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(ProviderCalls.class);
  private static final int AT_ONCE = 8;
  private static final int WAITING = 400;

  private final ExecutorService workers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("payment-", 0).factory());
  private final Map<String, Line> lines = new ConcurrentHashMap<>();

  private static final class Line {
    private final Semaphore atOnce = new Semaphore(AT_ONCE);
    private final AtomicInteger length = new AtomicInteger();
  }

  /** How many calls a provider's line takes now. */
  public int room(String provider) {
    return Math.max(0, WAITING - line(provider).length.get());
  }

  /**
   * Hands a call over.
   *
   * @param call logs its own failures; one that throws is logged here
   */
  public void hand(String provider, Runnable call) {
    Line line = line(provider);
    if (line.length.incrementAndGet() > WAITING) {
      line.length.decrementAndGet();
      log.warn("a call to a provider had no room and is made later, provider {}", provider);
      return;
    }
    workers.execute(() -> run(provider, line, call));
  }

  private static void run(String provider, Line line, Runnable call) {
    try {
      line.atOnce.acquire();
      try {
        call.run();
      } finally {
        line.atOnce.release();
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException failed) {
      log.warn("a call to a provider failed, provider {}", provider, failed);
    } finally {
      line.length.decrementAndGet();
    }
  }

  private Line line(String provider) {
    return lines.computeIfAbsent(provider, name -> new Line());
  }

  @Override
  public void destroy() {
    workers.shutdownNow();
  }
}
