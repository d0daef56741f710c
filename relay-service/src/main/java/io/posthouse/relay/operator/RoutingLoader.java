package io.posthouse.relay.operator;

import io.posthouse.relay.routing.Channel;
import io.posthouse.relay.routing.Model;
import io.posthouse.relay.routing.Routing;
import io.posthouse.relay.routing.RoutingTable;
import io.posthouse.relay.routing.Upstream;
import io.posthouse.relay.routing.UpstreamHealth;
import io.posthouse.transport.Egress;
import io.posthouse.transport.Origin;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Builds the routing table out of the database: before the data path opens, after every change made
 * here, and within two seconds of one made at another instance.
 */
@Component
class RoutingLoader implements SmartLifecycle {

  /** Before the data path's listener. */
  private static final int PHASE = -150;

  private static final Logger log = LoggerFactory.getLogger(RoutingLoader.class);
  private static final long LOOK_SECONDS = 2;

  private final Channels channels;
  private final Upstreams upstreams;
  private final Models models;
  private final UpstreamDesk desk;
  private final RoutingRevision revision;
  private final Routing routing;
  private final UpstreamHealth health;
  private final TransactionTemplate transactions;
  private final AtomicLong loaded = new AtomicLong(-1);
  private @Nullable ScheduledExecutorService looks;

  RoutingLoader(
      Channels channels,
      Upstreams upstreams,
      Models models,
      UpstreamDesk desk,
      RoutingRevision revision,
      Routing routing,
      UpstreamHealth health,
      PlatformTransactionManager transactionManager) {
    this.channels = channels;
    this.upstreams = upstreams;
    this.models = models;
    this.desk = desk;
    this.revision = revision;
    this.routing = routing;
    this.health = health;
    this.transactions = new TransactionTemplate(transactionManager);
    this.transactions.setReadOnly(true);
    this.transactions.setPropagationBehavior(TransactionTemplate.PROPAGATION_REQUIRES_NEW);
  }

  @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
  void changed(RoutingRevision.Advanced change) {
    load();
  }

  private synchronized void load() {
    transactions.executeWithoutResult(
        status -> {
          long seen = revision.current();
          List<UpstreamRow> all = upstreams.findAll();
          RoutingTable next =
              new RoutingTable(
                  channels.findAll().stream().map(row -> channel(row.view(), all)).toList(),
                  models.findAll().stream().map(row -> model(row.view())).toList());
          routing.replace(next);
          health.keepOnly(next);
          loaded.set(seen);
        });
  }

  private Channel channel(ChannelView view, List<UpstreamRow> all) {
    return new Channel(
        view.name(),
        view.order(),
        new HashSet<>(view.models()),
        view.enabled(),
        all.stream().filter(row -> row.channel().equals(view.name())).map(this::upstream).toList());
  }

  private Upstream upstream(UpstreamRow row) {
    URI base = URI.create(row.baseUrl());
    boolean tls = base.getScheme().equals("https");
    EgressSetting egress = desk.egress(row);
    Origin origin =
        new Origin(
            tls,
            BaseUrls.bare(base.getHost()),
            base.getPort() > 0 ? base.getPort() : tls ? 443 : 80,
            row.minimumTls().equals(UpstreamDesk.TLS_1_2) ? Origin.TLS_1_2 : Origin.TLS_1_3,
            egress == null ? Egress.DIRECT : egress.way());
    UUID dedicated = row.dedicatedTo();
    return new Upstream(
        row.name(),
        row.version(),
        row.provider(),
        origin,
        base.getRawPath() == null ? "" : base.getRawPath(),
        desk.credentials(row),
        row.models(),
        ServedSurfaces.of(row.provider(), row.surfaces()),
        row.priority(),
        row.weight(),
        row.enabled(),
        row.onClientGone().equals(UpstreamDesk.DRAIN),
        dedicated == null ? null : dedicated.toString(),
        TranslationSetting.options(row.translation()));
  }

  private static Model model(ModelView view) {
    return new Model(
        view.name(),
        view.displayName(),
        view.maxInputTokens(),
        view.maxOutputTokens(),
        view.createdAt());
  }

  private void look() {
    try {
      if (revision.current() != loaded.get()) {
        load();
      }
    } catch (RuntimeException failed) {
      log.warn("the routing table could not be looked at and stays as it is", failed);
    }
  }

  @Override
  public void start() {
    load();
    ScheduledExecutorService executor =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("routing-loader").daemon().factory());
    looks = executor;
    var _ =
        executor.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void stop() {
    ScheduledExecutorService executor = looks;
    looks = null;
    if (executor != null) {
      executor.shutdownNow();
    }
  }

  @Override
  public boolean isRunning() {
    return looks != null;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }
}
