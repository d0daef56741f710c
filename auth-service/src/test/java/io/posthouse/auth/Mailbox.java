package io.posthouse.auth;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.BodyPart;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** A real SMTP server on loopback, and what it received. */
final class Mailbox {

  private static final Pattern LINK = Pattern.compile("https?://\\S+[?&]token=([A-Za-z0-9._~-]+)");

  private static final class Holder {
    static final Mailbox INSTANCE = new Mailbox();
  }

  private final GreenMail server;
  private final int port;

  private Mailbox() {
    GreenMail first = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    first.start();
    port = first.getSmtp().getPort();
    server = first;
  }

  static Mailbox get() {
    return Holder.INSTANCE;
  }

  int port() {
    return port;
  }

  /** What an address received, oldest first. */
  List<Received> of(String address) {
    List<Received> received = new ArrayList<>();
    for (MimeMessage message : server.getReceivedMessages()) {
      try {
        if (message.getRecipients(Message.RecipientType.TO)[0].toString().equals(address)) {
          received.add(read(message));
        }
      } catch (MessagingException | IOException failed) {
        throw new IllegalStateException(failed);
      }
    }
    return received;
  }

  /** As above, once there are at least that many. */
  List<Received> of(String address, int atLeast) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> of(address), mails -> mails.size() >= atLeast);
  }

  private static Received read(MimeMessage message) throws MessagingException, IOException {
    List<String> parts = new ArrayList<>();
    collect(message.getContent(), parts);
    return new Received(message.getSubject(), parts.getFirst(), parts.getLast());
  }

  private static void collect(Object content, List<String> parts) {
    try {
      if (content instanceof Multipart multipart) {
        for (int i = 0; i < multipart.getCount(); i++) {
          BodyPart part = multipart.getBodyPart(i);
          collect(part.getContent(), parts);
        }
      } else if (content instanceof String text) {
        parts.add(text);
      }
    } catch (MessagingException | IOException failed) {
      throw new UncheckedIOException(new IOException(failed));
    }
  }

  record Received(String subject, String text, String html) {

    /** The token of the only link that has one. */
    String token() {
      Matcher link = LINK.matcher(text);
      if (!link.find()) {
        throw new AssertionError("no link with a token in: " + text);
      }
      String token = link.group(1);
      if (link.find()) {
        throw new AssertionError("two links with a token in: " + text);
      }
      return token;
    }
  }
}
