package io.posthouse.billing.pricing;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PostPersist;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.data.domain.Persistable;

/** A channel, as relay-service has it: what the price page lists. */
@Entity
@Table(name = "channel")
@SuppressWarnings("NullAway.Init")
public class Channel implements Persistable<String> {

  @Id private String name;

  @Column(name = "display_name_en")
  private String displayNameEn;

  @Column(name = "display_name_zh")
  private String displayNameZh;

  @Column(name = "list_order")
  private int listOrder;

  private boolean enabled;
  private long version;

  @ElementCollection(fetch = FetchType.EAGER)
  @CollectionTable(name = "channel_model", joinColumns = @JoinColumn(name = "channel"))
  @Column(name = "model")
  private Set<String> models = new HashSet<>();

  @Transient private boolean stored;

  /** For JPA. */
  protected Channel() {}

  Channel(ChannelState state) {
    this.name = state.name();
    take(state);
  }

  /** Takes a newer state over; an older one changes nothing. */
  void take(ChannelState state) {
    if (stored && state.version() <= version) {
      return;
    }
    displayNameEn = state.displayNameEn();
    displayNameZh = state.displayNameZh();
    listOrder = state.order();
    enabled = state.enabled();
    version = state.version();
    models.retainAll(state.models());
    models.addAll(state.models());
  }

  /** The name. */
  @Override
  public String getId() {
    return name;
  }

  @Override
  public boolean isNew() {
    return !stored;
  }

  @PostLoad
  @PostPersist
  void markStored() {
    stored = true;
  }

  /** Where it stands in lists. */
  public int order() {
    return listOrder;
  }

  /** Whether it is on sale. */
  public boolean isEnabled() {
    return enabled;
  }

  /** What it serves, by name. */
  public List<String> models() {
    return models.stream().sorted().toList();
  }
}
