package io.posthouse.notification.delivery;

import static java.util.Objects.requireNonNull;

import io.posthouse.notification.delivery.Outcome.Accepted;
import io.posthouse.notification.delivery.Outcome.Deferred;
import io.posthouse.notification.delivery.Outcome.Refused;
import io.posthouse.notification.wording.SiteProperties;
import io.posthouse.notification.wording.Wording;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.stereotype.Component;

/**
 * The operator's mail server, by SMTP ({@code spring.mail.*}). Thread-safe; a connection is not.
 */
@Component
class MailServer {

  private final JavaMailSenderImpl settings;
  private final InternetAddress from;

  MailServer(
      ObjectProvider<JavaMailSenderImpl> settings, MailProperties mail, SiteProperties site) {
    JavaMailSenderImpl found = settings.getIfAvailable();
    if (found == null) {
      throw new IllegalStateException(
          "spring.mail.host: not set (expected: the SMTP server's host)");
    }
    this.settings = found;
    this.from = sender(requireNonNull(mail.from()), site.brand().name());
  }

  private static InternetAddress sender(String from, String brand) {
    try {
      InternetAddress address = new InternetAddress(from, true);
      if (address.getPersonal() == null) {
        address.setPersonal(brand, StandardCharsets.UTF_8.name());
      }
      return address;
    } catch (AddressException | UnsupportedEncodingException malformed) {
      throw new IllegalStateException("posthouse.mail.from: not an address", malformed);
    }
  }

  /**
   * Connects and signs in.
   *
   * @throws Away when the server does not answer or refuses the sign-in
   */
  Connection connect() {
    try {
      String protocol = settings.getProtocol();
      Transport transport =
          settings.getSession().getTransport(protocol == null ? "smtp" : protocol);
      transport.connect(
          settings.getHost(), settings.getPort(), settings.getUsername(), settings.getPassword());
      return new Connection(transport);
    } catch (AuthenticationFailedException refused) {
      throw new Away("the mail server refused the sign-in", refused);
    } catch (MessagingException unreachable) {
      throw new Away("no connection to the mail server", unreachable);
    }
  }

  /** One SMTP connection. */
  final class Connection implements AutoCloseable {

    private final Transport transport;

    private Connection(Transport transport) {
      this.transport = transport;
    }

    /**
     * Sends one mail.
     *
     * @throws Away when the connection broke and it is not known that the server took the mail
     */
    Outcome send(Claim claim, String address, Wording wording) {
      MimeMessage message;
      try {
        message = Mail.compose(settings.getSession(), from, address, claim, wording);
      } catch (MessagingException malformed) {
        return new Refused("not an address that mail can be sent to");
      }
      try {
        transport.sendMessage(message, message.getAllRecipients());
        return new Accepted();
      } catch (MessagingException failed) {
        return outcome(failed);
      }
    }

    /**
     * Only the recipient's own refusal is final; one of the sender or of everything (a wrong set-up
     * here or there) is not. A reply's text may quote the address; only its code is kept.
     */
    private Outcome outcome(MessagingException failed) {
      for (Exception at = failed;
          at instanceof MessagingException next;
          at = next.getNextException()) {
        if (at instanceof SMTPAddressFailedException recipient
            && recipient.getReturnCode() >= 500) {
          return new Refused("refused by the mail server: " + recipient.getReturnCode());
        }
        if (at instanceof SMTPAddressFailedException recipient) {
          return new Deferred("put off by the mail server: " + recipient.getReturnCode());
        }
      }
      if (!transport.isConnected()) {
        throw new Away("the connection to the mail server broke", failed);
      }
      return new Deferred(
          failed instanceof SMTPSendFailedException send
              ? "put off by the mail server: " + send.getReturnCode()
              : "the mail server did not take it");
    }

    @Override
    public void close() {
      try {
        transport.close();
      } catch (MessagingException gone) {
        // QUIT was not answered; every mail before it was.
        return;
      }
    }
  }

  /** The server cannot be used now. Says nothing of any recipient. */
  static final class Away extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Away(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
