package io.posthouse.notification.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import io.posthouse.notification.notice.Notices;
import io.posthouse.notification.recipient.AddressBook;
import io.posthouse.notification.recipient.RealTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Runs the senders of this instance. On shutdown each ends the mail it is at and gives the rest of
 * its claims back.
 */
@Component
class PostOffice implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(PostOffice.class);

  private static final Duration AFTER_A_FAULT = Duration.ofSeconds(1);
  private static final Duration LAST_MAIL = Duration.ofSeconds(15);

  private final MailQueue queue;
  private final Notices notices;
  private final AddressBook addresses;
  private final MailServer server;
  private final DeliveryProperties properties;
  private final RealTime time;
  private final MeterRegistry meters;
  private final List<Thread> senders = new ArrayList<>();
  private volatile CountDownLatch stopping = new CountDownLatch(0);

  PostOffice(
      MailQueue queue,
      Notices notices,
      AddressBook addresses,
      MailServer server,
      DeliveryProperties properties,
      RealTime time,
      MeterRegistry meters) {
    this.queue = queue;
    this.notices = notices;
    this.addresses = addresses;
    this.server = server;
    this.properties = properties;
    this.time = time;
    this.meters = meters;
  }

  /** A new sender; its caller runs it. */
  Postman postman() {
    return new Postman(queue, notices, addresses, server, properties, time, meters);
  }

  private void send(CountDownLatch stop) {
    Postman postman = postman();
    while (stop.getCount() > 0) {
      try {
        if (postman.round(() -> stop.getCount() > 0) == 0) {
          rest(stop, postman.rest());
        }
      } catch (RuntimeException failed) {
        log.warn("mails could not be sent and are tried again", failed);
        rest(stop, AFTER_A_FAULT);
      }
    }
  }

  private static void rest(CountDownLatch stop, Duration length) {
    try {
      if (stop.await(length.toNanos(), TimeUnit.NANOSECONDS)) {
        log.debug("a sender ends");
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      stop.countDown();
    }
  }

  @Override
  public synchronized void start() {
    CountDownLatch stop = new CountDownLatch(1);
    stopping = stop;
    for (int i = 0; i < properties.senders(); i++) {
      senders.add(Thread.ofVirtual().name("postman-" + i).start(() -> send(stop)));
    }
  }

  /** Senders are not interrupted: that would cut a mail off that the server may have taken. */
  @Override
  public synchronized void stop() {
    stopping.countDown();
    try {
      for (Thread sender : senders) {
        if (!sender.join(LAST_MAIL)) {
          log.warn("a sender did not end in time; its mail may go twice");
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    senders.clear();
  }

  @Override
  public boolean isRunning() {
    return stopping.getCount() > 0;
  }
}
