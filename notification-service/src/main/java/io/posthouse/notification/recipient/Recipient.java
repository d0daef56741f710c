package io.posthouse.notification.recipient;

import io.posthouse.notification.wording.Language;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PostPersist;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Instant;
import java.util.UUID;
import org.springframework.data.domain.Persistable;

/** An account that can be told something. Its address is kept apart ({@link AddressBook}). */
@Entity
@Table(name = "recipients")
public class Recipient implements Persistable<UUID> {

  @Id
  @Column(name = "account_id")
  private UUID accountId;

  @Enumerated(EnumType.STRING)
  private Language language;

  @Enumerated(EnumType.STRING)
  private AccountStatus status;

  private long statusVersion;

  private Instant registeredAt;

  @Transient private boolean stored;

  @SuppressWarnings("NullAway.Init")
  protected Recipient() {}

  /** An account that was heard of at that instant. */
  Recipient(UUID accountId, Instant registeredAt) {
    this.accountId = accountId;
    this.language = Language.EN;
    this.status = AccountStatus.ACTIVE;
    this.statusVersion = -1;
    this.registeredAt = registeredAt;
  }

  void registered(Language language, Instant at) {
    this.language = language;
    this.registeredAt = at;
  }

  /** An older version than the one known says nothing new. */
  void statusChanged(AccountStatus status, long version) {
    if (version > statusVersion) {
      this.status = status;
      this.statusVersion = version;
    }
  }

  @Override
  public UUID getId() {
    return accountId;
  }

  @Override
  public boolean isNew() {
    return !stored;
  }

  @PostLoad
  @PostPersist
  void stored() {
    stored = true;
  }

  /** The language this person is written to in. */
  public Language language() {
    return language;
  }

  /** What auth-service last said. */
  public AccountStatus status() {
    return status;
  }

  /** When the account was registered; on the business clock. */
  public Instant registeredAt() {
    return registeredAt;
  }
}
