package io.posthouse.auth.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A customer's account. The address is sealed; {@link Accounts} opens it. */
@Entity
@Table(name = "accounts")
class Account {

  @Id private UUID id;

  @Column(name = "person_id")
  private String personId;

  private byte[] email;

  @Column(name = "email_index")
  private byte[] emailIndex;

  private String language;

  @Enumerated(EnumType.STRING)
  private AccountStatus status;

  @Enumerated(EnumType.STRING)
  private @Nullable Cause cause;

  @Column(name = "status_version")
  private long statusVersion;

  @Column(name = "created_at")
  private Instant createdAt;

  /** For the persistence provider. */
  @SuppressWarnings("NullAway.Init")
  protected Account() {}

  Account(UUID id, String personId, byte[] email, byte[] emailIndex, String language, Instant now) {
    this.id = id;
    this.personId = personId;
    this.email = email;
    this.emailIndex = emailIndex;
    this.language = language;
    this.status = AccountStatus.ACTIVE;
    this.statusVersion = 1;
    this.createdAt = now;
  }

  /**
   * Moves the account to another status.
   *
   * @return false when it stood there already, for the same cause
   * @throws IllegalArgumentException when the status needs a cause and there is none, or the other
   *     way round
   * @throws IllegalStateException when the account is closed
   */
  boolean become(AccountStatus to, @Nullable Cause why) {
    if (to.needsCause() != (why != null)) {
      throw new IllegalArgumentException(
          "cause: " + (why == null ? "missing" : "given") + " for status " + to);
    }
    if (status == AccountStatus.CLOSED || to == AccountStatus.CLOSED) {
      throw new IllegalStateException("status: " + status + " cannot become " + to);
    }
    if (status == to && cause == why) {
      return false;
    }
    status = to;
    cause = why;
    statusVersion++;
    return true;
  }

  /**
   * Closes the account for good, for its owner.
   *
   * @return false when it was closed already
   * @throws IllegalStateException when it is suspended or banned
   */
  boolean close() {
    if (status == AccountStatus.CLOSED) {
      return false;
    }
    if (status != AccountStatus.ACTIVE) {
      throw new IllegalStateException("status: " + status + " cannot become CLOSED");
    }
    status = AccountStatus.CLOSED;
    statusVersion++;
    return true;
  }

  UUID id() {
    return id;
  }

  String personId() {
    return personId;
  }

  byte[] email() {
    return email;
  }

  String language() {
    return language;
  }

  AccountStatus status() {
    return status;
  }

  @Nullable Cause cause() {
    return cause;
  }

  long statusVersion() {
    return statusVersion;
  }

  Instant createdAt() {
    return createdAt;
  }
}
