package io.posthouse.notification.recipient;

/** What auth-service says of an account. */
public enum AccountStatus {
  ACTIVE,
  SUSPENDED,
  BANNED,
  CLOSED
}
