package io.posthouse.notification.announcement;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.notification.wording.LocalizedText;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PostPersist;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Instant;
import java.util.UUID;
import org.springframework.data.domain.Persistable;

/** Something that support staff told everyone. Never changed. */
@Entity
@Table(name = "announcements")
class Announcement implements Persistable<UUID> {

  @Id private UUID id;
  private String titleEn;
  private String titleZh;
  private String bodyEn;
  private String bodyZh;
  private Instant announcedAt;
  private String announcedBy;
  @Transient private boolean stored;

  @SuppressWarnings("NullAway.Init")
  protected Announcement() {}

  Announcement(LocalizedText title, LocalizedText body, Instant announcedAt, String announcedBy) {
    this.id = UuidCreator.getTimeOrderedEpoch();
    this.titleEn = title.en();
    this.titleZh = title.zh();
    this.bodyEn = body.en();
    this.bodyZh = body.zh();
    this.announcedAt = announcedAt;
    this.announcedBy = announcedBy;
  }

  @Override
  public UUID getId() {
    return id;
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

  LocalizedText title() {
    return new LocalizedText(titleEn, titleZh);
  }

  LocalizedText body() {
    return new LocalizedText(bodyEn, bodyZh);
  }

  Instant announcedAt() {
    return announcedAt;
  }

  /** Who of the staff: the subject of their sign-in. */
  String announcedBy() {
    return announcedBy;
  }
}
