package io.posthouse.servers.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every mail there is, newest first, each a file {@code <number>.eml} with the delivery in two
 * headers. Thread-safe.
 */
final class Mailbox {

  private static final Logger LOGGER = LoggerFactory.getLogger(Mailbox.class);
  private static final String DELIVERED_TO = "X-Sink-Delivered-To";
  private static final String RECEIVED_AT = "X-Sink-Received-At";
  private static final int KEPT = 20_000;

  private final Path folder;
  private final Clock clock;
  private final Session session = Session.getInstance(new Properties());
  private final AtomicLong next = new AtomicLong(1);
  private final Deque<Mail> mails = new ArrayDeque<>();

  private Mailbox(Path folder, Clock clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /** Opens a folder, and reads what is in it. */
  static Mailbox open(Path folder, Clock clock) throws IOException {
    Files.createDirectories(folder);
    Mailbox mailbox = new Mailbox(folder, clock);
    try (Stream<Path> files = Files.list(folder)) {
      files.filter(file -> file.toString().endsWith(".eml")).sorted().forEach(mailbox::load);
    }
    return mailbox;
  }

  private void load(Path file) {
    try (InputStream bytes = Files.newInputStream(file)) {
      MimeMessage message = new MimeMessage(session, bytes);
      add(
          MailDecoding.decode(
              message,
              message.getHeader(DELIVERED_TO, null),
              Instant.parse(message.getHeader(RECEIVED_AT, null))));
      String name = file.getFileName().toString();
      next.set(Long.parseLong(name.substring(0, name.length() - ".eml".length())) + 1);
    } catch (IOException | MessagingException | RuntimeException unreadable) {
      LOGGER.warn("a stored mail cannot be read and is left out: {}", file, unreadable);
    }
  }

  /** Keeps a mail that was delivered to an address. */
  void receive(MimeMessage received, String to) {
    Instant now = clock.instant();
    try {
      MimeMessage message = new MimeMessage(received);
      Mail mail = MailDecoding.decode(message, to, now);
      message.setHeader(DELIVERED_TO, to);
      message.setHeader(RECEIVED_AT, now.toString());
      synchronized (mails) {
        store(message, "%010d.eml".formatted(next.getAndIncrement()));
        add(mail);
      }
    } catch (MessagingException | IOException failed) {
      throw new IllegalStateException("a mail could not be kept", failed);
    }
  }

  private void store(MimeMessage message, String name) throws IOException, MessagingException {
    Path partial = folder.resolve(name + ".partial");
    try (OutputStream out = Files.newOutputStream(partial)) {
      message.writeTo(out);
    }
    Files.move(partial, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private void add(Mail mail) {
    synchronized (mails) {
      mails.addFirst(mail);
      if (mails.size() > KEPT) {
        mails.removeLast();
        dropOldestFile();
      }
    }
  }

  private void dropOldestFile() {
    try (Stream<Path> files = Files.list(folder)) {
      files
          .filter(file -> file.toString().endsWith(".eml"))
          .sorted()
          .findFirst()
          .ifPresent(this::delete);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /**
   * The mails delivered to an address, newest first.
   *
   * @param to the bare address, in any case; empty for all
   */
  List<Mail> to(String to) {
    String wanted = to.strip().toLowerCase(Locale.ROOT);
    synchronized (mails) {
      return mails.stream()
          .filter(mail -> wanted.isEmpty() || mail.to().toLowerCase(Locale.ROOT).equals(wanted))
          .toList();
    }
  }
}
