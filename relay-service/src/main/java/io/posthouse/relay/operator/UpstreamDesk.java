package io.posthouse.relay.operator;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.relay.protocol.Provider;
import io.posthouse.relay.routing.UpstreamHealth;
import io.posthouse.relay.sealing.Sealing;
import io.posthouse.web.ProblemException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Creates and changes upstreams. */
@Service
public class UpstreamDesk {

  static final String CANCEL = "cancel";
  static final String DRAIN = "drain";
  static final String TLS_1_2 = "1.2";
  static final String TLS_1_3 = "1.3";

  private final Upstreams upstreams;
  private final Channels channels;
  private final BaseUrls baseUrls;
  private final Sealing sealing;
  private final RoutingRevision revision;
  private final UpstreamHealth health;
  private final Clock clock;

  UpstreamDesk(
      Upstreams upstreams,
      Channels channels,
      BaseUrls baseUrls,
      Sealing sealing,
      RoutingRevision revision,
      UpstreamHealth health,
      Clock clock) {
    this.upstreams = upstreams;
    this.channels = channels;
    this.baseUrls = baseUrls;
    this.sealing = sealing;
    this.revision = revision;
    this.health = health;
    this.clock = clock;
  }

  /**
   * What an operator says of an upstream; nulls leave things as they are, or as they are by
   * default.
   */
  public record Wish(
      @Nullable String baseUrl,
      @Nullable List<String> credentials,
      @Nullable Map<String, String> models,
      @Nullable Integer priority,
      @Nullable Integer weight,
      @Nullable EgressSetting egress,
      @Nullable Boolean enabled,
      @Nullable String minimumTls,
      @Nullable List<String> surfaces,
      @Nullable String onClientGone,
      @Nullable String dedicatedTo,
      @Nullable TranslationSetting translation) {

    /** Without the credentials. */
    @Override
    public String toString() {
      return "Wish[baseUrl=" + baseUrl + "]";
    }
  }

  /** All upstreams, by channel and name. */
  @Transactional(readOnly = true)
  public List<UpstreamView> upstreams() {
    return upstreams.findAll().stream()
        .sorted(Comparator.comparing(UpstreamRow::channel).thenComparing(UpstreamRow::name))
        .map(this::view)
        .toList();
  }

  /** One upstream. */
  @Transactional(readOnly = true)
  public UpstreamView upstream(String name) {
    return view(find(name));
  }

  private UpstreamRow find(String name) {
    return upstreams
        .findByName(name)
        .orElseThrow(() -> ProblemException.notFound("upstream " + name));
  }

  /**
   * Creates an upstream.
   *
   * @throws ProblemException 409 when the name is taken, 422 when the channel is unknown or the
   *     address not allowed
   */
  @Transactional
  public UpstreamView create(String channel, String name, Provider provider, Wish wish) {
    if (upstreams.existsByName(name)) {
      throw ProblemException.conflict("name-taken", "upstream " + name + ": exists already");
    }
    if (!channels.existsById(channel)) {
      throw ProblemException.unprocessable(
          "unknown-channel", "channel: " + channel + " does not exist");
    }
    UUID id = UuidCreator.getTimeOrderedEpoch();
    UpstreamSettings settings =
        new UpstreamSettings(
            baseUrls.check(required("baseUrl", wish.baseUrl())),
            Wishes.models(required("models", wish.models())),
            wish.priority() == null ? 0 : wish.priority(),
            wish.weight() == null ? 100 : wish.weight(),
            wish.enabled() == null || wish.enabled(),
            wish.egress(),
            Wishes.surfaces(provider, wish.surfaces()),
            Wishes.clientGone(wish.onClientGone() == null ? CANCEL : wish.onClientGone()),
            Wishes.tls(wish.minimumTls() == null ? TLS_1_3 : wish.minimumTls()),
            Wishes.account(wish.dedicatedTo()),
            Wishes.translation(wish.translation()));
    byte[] credentials = sealCredentials(id, required("credentials", wish.credentials()));
    UpstreamRow row =
        new UpstreamRow(
            id,
            name,
            channel,
            provider,
            credentials,
            settings,
            sealEgress(id, settings),
            clock.instant());
    UpstreamView view = view(upstreams.saveAndFlush(row));
    revision.advance();
    return view;
  }

  /** Changes an upstream; new credentials replace the old ones. */
  @Transactional
  public UpstreamView change(String name, Wish wish) {
    UpstreamRow row = find(name);
    UpstreamSettings settings =
        new UpstreamSettings(
            wish.baseUrl() == null ? row.baseUrl() : baseUrls.check(wish.baseUrl()),
            wish.models() == null ? row.models() : Wishes.models(wish.models()),
            wish.priority() == null ? row.priority() : wish.priority(),
            wish.weight() == null ? row.weight() : wish.weight(),
            wish.enabled() == null ? row.enabled() : wish.enabled(),
            wish.egress() == null ? egress(row) : wish.egress(),
            wish.surfaces() == null
                ? row.surfaces()
                : Wishes.surfaces(row.provider(), wish.surfaces()),
            wish.onClientGone() == null
                ? row.onClientGone()
                : Wishes.clientGone(wish.onClientGone()),
            wish.minimumTls() == null ? row.minimumTls() : Wishes.tls(wish.minimumTls()),
            wish.dedicatedTo() == null ? row.dedicatedTo() : Wishes.account(wish.dedicatedTo()),
            wish.translation() == null
                ? row.translation()
                : Wishes.translation(wish.translation()));
    row.change(settings, sealEgress(row.id(), settings));
    if (wish.credentials() != null) {
      row.replaceCredentials(sealCredentials(row.id(), wish.credentials()));
    }
    UpstreamView view = view(upstreams.saveAndFlush(row));
    revision.advance();
    return view;
  }

  private static <T> T required(String field, @Nullable T value) {
    if (value == null) {
      throw ProblemException.badRequest(field + ": missing");
    }
    return value;
  }

  private byte[] sealCredentials(UUID id, List<String> credentials) {
    return sealing.seal(
        JsonColumns.bytes(Wishes.credentials(credentials)), place("credentials", id));
  }

  private byte @Nullable [] sealEgress(UUID id, UpstreamSettings settings) {
    EgressSetting egress = settings.egress();
    if (egress == null) {
      return null;
    }
    Wishes.egress(egress);
    return sealing.seal(JsonColumns.bytes(egress), place("egress", id));
  }

  private static String place(String column, UUID id) {
    return "upstreams|" + column + "|" + id;
  }

  /** The credentials in the clear, for the routing table alone. */
  List<String> credentials(UpstreamRow row) {
    return JsonColumns.list(sealing.open(row.credentials(), place("credentials", row.id())));
  }

  @Nullable EgressSetting egress(UpstreamRow row) {
    byte[] sealed = row.egress();
    return sealed == null
        ? null
        : JsonColumns.read(sealing.open(sealed, place("egress", row.id())), EgressSetting.class);
  }

  private List<String> warnings(UpstreamRow row) {
    List<String> warnings = new ArrayList<>();
    if (row.minimumTls().equals(TLS_1_2)) {
      warnings.add("TLS 1.2 is allowed towards this upstream");
    }
    String other = health.otherModel(row.name());
    if (other != null) {
      warnings.add("it answered with a model that it was not asked for: " + other);
    }
    return warnings;
  }

  private UpstreamView view(UpstreamRow row) {
    EgressSetting egress = egress(row);
    UUID dedicated = row.dedicatedTo();
    return new UpstreamView(
        row.id().toString(),
        row.channel(),
        row.name(),
        row.provider().name().toLowerCase(Locale.ROOT),
        row.baseUrl(),
        credentials(row).size(),
        row.models(),
        ServedSurfaces.groups(row.provider(), row.surfaces()),
        row.priority(),
        row.weight(),
        row.enabled(),
        egress == null ? null : egress.shown(),
        row.minimumTls(),
        row.onClientGone(),
        dedicated == null ? null : dedicated.toString(),
        TranslationSetting.options(row.translation()),
        warnings(row),
        row.createdAt());
  }
}
