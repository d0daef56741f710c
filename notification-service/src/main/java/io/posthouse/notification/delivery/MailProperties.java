package io.posthouse.notification.delivery;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Who the mails come from.
 *
 * @param from an address, optionally with a name; without one the brand's is used
 */
@ConfigurationProperties("posthouse.mail")
record MailProperties(@Nullable String from) {

  MailProperties {
    if (from == null || from.isBlank()) {
      throw new IllegalArgumentException(
          "posthouse.mail.from: not set (expected: the address that mails come from)");
    }
  }
}
