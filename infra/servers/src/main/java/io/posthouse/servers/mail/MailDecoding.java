package io.posthouse.servers.mail;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads what a person would see out of a MIME message. */
final class MailDecoding {

  private MailDecoding() {}

  /**
   * The mail in a message.
   *
   * @throws MessagingException when it is no MIME message
   */
  static Mail decode(MimeMessage message, String to, Instant receivedAt)
      throws MessagingException, IOException {
    String subject = message.getSubject();
    return new Mail(
        sender(message),
        to,
        subject == null ? "" : subject,
        part(message, "text/plain"),
        part(message, "text/html"),
        receivedAt);
  }

  private static String sender(MimeMessage message) throws MessagingException {
    Address[] from = message.getFrom();
    if (from == null || from.length == 0) {
      return "";
    }
    return from[0] instanceof InternetAddress address ? address.getAddress() : from[0].toString();
  }

  /**
   * The first part of that type that is not an attachment, depth first; null when there is none.
   */
  private static @Nullable String part(Part part, String type)
      throws MessagingException, IOException {
    if (Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition())) {
      return null;
    }
    if (part.isMimeType(type)) {
      return text(part.getContent());
    }
    if (part.isMimeType("multipart/*") && part.getContent() instanceof Multipart parts) {
      for (int i = 0; i < parts.getCount(); i++) {
        String found = part(parts.getBodyPart(i), type);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private static String text(Object content) throws IOException {
    if (content instanceof java.io.InputStream bytes) {
      try (bytes) {
        return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
    return content.toString();
  }
}
