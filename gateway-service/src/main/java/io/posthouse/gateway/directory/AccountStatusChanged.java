package io.posthouse.gateway.directory;

/** Our own copy of {@code auth.account-status-changed.v1}. */
record AccountStatusChanged(String accountId, String status, long version) {

  static final String TOPIC = "auth.account-status-changed.v1";

  boolean isActive() {
    return KeyReply.ACTIVE.equals(status);
  }
}
