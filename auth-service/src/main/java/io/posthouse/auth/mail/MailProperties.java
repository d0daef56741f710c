package io.posthouse.auth.mail;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How letters are signed.
 *
 * @param from the sender's address, {@code Name <address>} or the address alone
 */
@ConfigurationProperties("posthouse.mail")
record MailProperties(String from) {}
