package io.posthouse.notification.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import io.posthouse.notification.notice.Notices;
import io.posthouse.notification.recipient.AddressBook;
import io.posthouse.notification.recipient.RealTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Runs the senders of this instance. On shutdown each ends the mail it is at; the rest of its
 * claims fall back by their lease.
 */
@Component
class PostOffice implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(PostOffice.class);

  private final MailQueue queue;
  private final Notices notices;
  private final AddressBook addresses;
  private final MailServer server;
  private final DeliveryProperties properties;
  private final RealTime time;
  private final MeterRegistry meters;
  private final List<Thread> senders = new ArrayList<>();
  private volatile boolean running;

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

  private void send() {
    Postman postman = postman();
    while (running) {
      try {
        if (postman.round() == 0) {
          TimeUnit.NANOSECONDS.sleep(properties.poll().toNanos());
        }
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException failed) {
        log.warn("mails could not be sent and are tried again", failed);
        pause();
      }
    }
  }

  private static void pause() {
    try {
      TimeUnit.SECONDS.sleep(1);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized void start() {
    running = true;
    for (int i = 0; i < properties.senders(); i++) {
      senders.add(Thread.ofVirtual().name("postman-" + i).start(this::send));
    }
  }

  @Override
  public synchronized void stop() {
    running = false;
    senders.forEach(Thread::interrupt);
    senders.clear();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
