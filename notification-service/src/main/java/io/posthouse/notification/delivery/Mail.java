package io.posthouse.notification.delivery;

import io.posthouse.notification.wording.Wording;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.springframework.mail.javamail.MimeMessageHelper;

/**
 * A notice as a mail, text and HTML. Its {@code Message-ID} depends on notice and account alone, so
 * that a mail that goes twice can be seen to be one.
 */
final class Mail extends MimeMessage {

  private final String id;

  private Mail(Session session, String id) {
    super(session);
    this.id = id;
  }

  /**
   * @throws MessagingException when the address is malformed
   */
  static MimeMessage compose(
      Session session, InternetAddress from, String to, Claim claim, Wording wording)
      throws MessagingException {
    Mail mail = new Mail(session, messageId(claim, from));
    MimeMessageHelper parts =
        new MimeMessageHelper(
            mail, MimeMessageHelper.MULTIPART_MODE_MIXED_RELATED, StandardCharsets.UTF_8.name());
    parts.setFrom(from);
    parts.setTo(new InternetAddress(to, true));
    parts.setSubject(wording.title());
    parts.setText(wording.text(), wording.html());
    mail.setHeader("Content-Language", claim.language().tag());
    mail.setHeader("Auto-Submitted", "auto-generated");
    mail.saveChanges();
    return mail;
  }

  private static String messageId(Claim claim, InternetAddress from) {
    UUID person =
        UUID.nameUUIDFromBytes(
            (claim.noticeId() + "|" + claim.accountId()).getBytes(StandardCharsets.US_ASCII));
    String address = from.getAddress();
    return "<" + person + address.substring(address.lastIndexOf('@')) + ">";
  }

  @Override
  protected void updateMessageID() throws MessagingException {
    setHeader("Message-ID", id);
  }
}
