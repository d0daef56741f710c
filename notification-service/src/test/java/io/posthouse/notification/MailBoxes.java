package io.posthouse.notification;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.BodyPart;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A mail server that can go away and come back on the same port; what it took before stays
 * readable.
 */
public final class MailBoxes {

  private static final MailBoxes instance = new MailBoxes();

  private final int port = freePort();
  private final List<Received> earlier = new ArrayList<>();
  private GreenMail server = start();

  public static MailBoxes get() {
    return instance;
  }

  int port() {
    return port;
  }

  /** Stops listening. */
  public synchronized void goAway() {
    earlier.addAll(now());
    server.stop();
  }

  /** Listens again. */
  public synchronized void comeBack() {
    server = start();
  }

  /** The mails to an address, in their order. */
  public synchronized List<Received> to(String address) {
    List<Received> all = new ArrayList<>(earlier);
    if (server.isRunning()) {
      all.addAll(now());
    }
    return all.stream().filter(mail -> mail.to().equals(address)).toList();
  }

  private List<Received> now() {
    return Arrays.stream(server.getReceivedMessages()).map(MailBoxes::read).toList();
  }

  private GreenMail start() {
    GreenMail greenMail =
        new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    greenMail.start();
    return greenMail;
  }

  private static Received read(MimeMessage mail) {
    try {
      List<String> parts = new ArrayList<>();
      collect(mail.getContent(), mail.getContentType(), parts);
      return new Received(
          mail.getRecipients(Message.RecipientType.TO)[0].toString(),
          mail.getFrom()[0].toString(),
          mail.getSubject(),
          part(parts, "text/plain"),
          part(parts, "text/html"),
          mail.getMessageID(),
          mail.getHeader("Content-Language", null));
    } catch (MessagingException | IOException failed) {
      throw new IllegalStateException("unreadable mail", failed);
    }
  }

  private static String part(List<String> parts, String type) {
    return parts.stream()
        .filter(part -> part.startsWith(type))
        .map(part -> part.substring(part.indexOf('\n') + 1))
        .findFirst()
        .orElseThrow();
  }

  private static void collect(Object content, String type, List<String> parts)
      throws MessagingException, IOException {
    if (content instanceof Multipart multipart) {
      for (int i = 0; i < multipart.getCount(); i++) {
        BodyPart part = multipart.getBodyPart(i);
        collect(part.getContent(), part.getContentType(), parts);
      }
    } else {
      parts.add(type.replaceAll("\\s+", " ") + "\n" + content);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException none) {
      throw new UncheckedIOException(none);
    }
  }

  /** A mail as its reader sees it. */
  public record Received(
      String to,
      String from,
      String subject,
      String text,
      String html,
      String messageId,
      String language) {}
}
