package io.posthouse.relay.operator;

import io.posthouse.relay.protocol.Provider;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An upstream in the database. */
@Entity
@Table(name = "upstreams")
class UpstreamRow {

  @Id private UUID id;
  private String name;
  private String channel;

  @Enumerated(EnumType.STRING)
  @Column(name = "protocol")
  private Provider provider;

  @Column(name = "base_url")
  private String baseUrl;

  private byte[] credentials;
  private String models;
  private int priority;
  private int weight;
  private boolean enabled;
  private byte @Nullable [] egress;
  private @Nullable String surfaces;

  @Column(name = "on_client_gone")
  private String onClientGone;

  @Column(name = "minimum_tls")
  private String minimumTls;

  @Column(name = "dedicated_to")
  private @Nullable UUID dedicatedTo;

  private @Nullable String translation;

  @Version private @Nullable Long version;

  @Column(name = "created_at")
  private Instant createdAt;

  /** For JPA. */
  @SuppressWarnings("NullAway.Init")
  protected UpstreamRow() {}

  UpstreamRow(
      UUID id,
      String name,
      String channel,
      Provider provider,
      byte[] sealedCredentials,
      UpstreamSettings settings,
      byte @Nullable [] sealedEgress,
      Instant createdAt) {
    this.id = id;
    this.name = name;
    this.channel = channel;
    this.provider = provider;
    this.credentials = sealedCredentials;
    this.createdAt = createdAt;
    this.baseUrl = settings.baseUrl();
    this.models = JsonColumns.write(settings.models());
    this.priority = settings.priority();
    this.weight = settings.weight();
    this.enabled = settings.enabled();
    this.surfaces = settings.surfaces() == null ? null : JsonColumns.write(settings.surfaces());
    this.onClientGone = settings.onClientGone();
    this.minimumTls = settings.minimumTls();
    this.dedicatedTo = settings.dedicatedTo();
    this.translation = json(settings.translation());
    this.egress = sealedEgress;
  }

  void change(UpstreamSettings settings, byte @Nullable [] sealedEgress) {
    baseUrl = settings.baseUrl();
    models = JsonColumns.write(settings.models());
    priority = settings.priority();
    weight = settings.weight();
    enabled = settings.enabled();
    surfaces = settings.surfaces() == null ? null : JsonColumns.write(settings.surfaces());
    onClientGone = settings.onClientGone();
    minimumTls = settings.minimumTls();
    dedicatedTo = settings.dedicatedTo();
    translation = json(settings.translation());
    egress = sealedEgress;
  }

  private static @Nullable String json(@Nullable TranslationSetting setting) {
    return setting == null ? null : JsonColumns.write(setting);
  }

  void replaceCredentials(byte[] sealed) {
    credentials = sealed;
  }

  UUID id() {
    return id;
  }

  String name() {
    return name;
  }

  String channel() {
    return channel;
  }

  Provider provider() {
    return provider;
  }

  String baseUrl() {
    return baseUrl;
  }

  byte[] credentials() {
    return credentials;
  }

  Map<String, String> models() {
    return JsonColumns.map(models);
  }

  int priority() {
    return priority;
  }

  int weight() {
    return weight;
  }

  boolean enabled() {
    return enabled;
  }

  byte @Nullable [] egress() {
    return egress;
  }

  /** Names of groups; null for all that the provider has. */
  @Nullable List<String> surfaces() {
    return surfaces == null ? null : JsonColumns.list(surfaces);
  }

  String onClientGone() {
    return onClientGone;
  }

  String minimumTls() {
    return minimumTls;
  }

  @Nullable UUID dedicatedTo() {
    return dedicatedTo;
  }

  @Nullable TranslationSetting translation() {
    return translation == null
        ? null
        : JsonColumns.read(translation.getBytes(StandardCharsets.UTF_8), TranslationSetting.class);
  }

  long version() {
    return version == null ? 0 : version;
  }

  Instant createdAt() {
    return createdAt;
  }
}
