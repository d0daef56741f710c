package io.posthouse.relay.edge;

import io.netty.handler.ssl.SslContext;
import io.posthouse.relay.admission.Leases;
import io.posthouse.relay.caller.CallerCheck;
import io.posthouse.relay.exchange.LoopJournals;
import io.posthouse.relay.exchange.Relay;
import io.posthouse.relay.exchange.RelaySettings;
import io.posthouse.relay.exchange.RunningKeys;
import io.posthouse.relay.health.ModelHealth;
import io.posthouse.relay.metering.TokenCounts;
import io.posthouse.relay.pricing.PriceBoard;
import io.posthouse.relay.routing.PrivateHosts;
import io.posthouse.relay.routing.Routing;
import io.posthouse.relay.routing.Sessions;
import io.posthouse.relay.routing.UpstreamHealth;
import io.posthouse.relay.routing.UpstreamProbe;
import io.posthouse.relay.routing.UpstreamSelector;
import io.posthouse.relay.sealing.Sealing;
import io.posthouse.relay.tracing.CallTraces;
import io.posthouse.relay.translation.HubTranslator;
import io.posthouse.relay.translation.ReasoningEnvelope;
import io.posthouse.relay.translation.Translator;
import io.posthouse.relay.usage.UsageJournal;
import io.posthouse.transport.EventLoops;
import io.posthouse.transport.HostResolver;
import io.posthouse.transport.PoolSettings;
import io.posthouse.transport.UpstreamPool;
import io.posthouse.trust.SignedHeader;
import io.posthouse.trust.SigningSecrets;
import io.posthouse.web.TrustProperties;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.TrustManagerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/** Puts the data path together out of framework-free parts. */
@Configuration(proxyBeanMethods = false)
class DataPathConfiguration {

  /**
   * The bundle whose trust store is believed for upstreams, beside none: the JVM's is used without
   * it.
   */
  private static final String UPSTREAM_BUNDLE = "upstream";

  private static final Duration PROBE_PATIENCE = Duration.ofSeconds(10);

  @Bean
  Routing routing() {
    return new Routing();
  }

  @Bean
  PriceBoard priceBoard() {
    return new PriceBoard();
  }

  @Bean
  UpstreamHealth upstreamHealth(RelayProperties properties) {
    return new UpstreamHealth(properties.upstream().initialConcurrency());
  }

  @Bean
  ModelHealth modelHealth() {
    return new ModelHealth();
  }

  @Bean
  PrivateHosts privateHosts(RelayProperties properties) {
    return new PrivateHosts(properties.allowedPrivateHosts());
  }

  @Bean
  EventLoops eventLoops(RelayProperties properties) {
    int loops = properties.loops();
    int threads = loops > 0 ? loops : Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    return EventLoops.start("relay", threads);
  }

  @Bean(destroyMethod = "")
  UpstreamPool upstreamPool(
      EventLoops loops,
      RelayProperties properties,
      PrivateHosts hosts,
      ObjectProvider<SslBundles> bundles) {
    PoolSettings settings =
        new PoolSettings(
            PoolSettings.DEFAULT.connectTimeout(),
            PoolSettings.DEFAULT.idleTimeout(),
            properties.upstream().connections(),
            trust(bundles));
    return new UpstreamPool(loops, settings, HostResolver.system(), hosts);
  }

  private static @org.jspecify.annotations.Nullable TrustManagerFactory trust(
      ObjectProvider<SslBundles> bundles) {
    SslBundles known = bundles.getIfAvailable();
    if (known == null) {
      return null;
    }
    try {
      return known.getBundle(UPSTREAM_BUNDLE).getManagers().getTrustManagerFactory();
    } catch (NoSuchSslBundleException none) {
      return null;
    }
  }

  @Bean
  UpstreamProbe upstreamProbe(EventLoops loops, UpstreamPool pool) {
    return new ModelsProbe(loops, pool, PROBE_PATIENCE);
  }

  @Bean
  UpstreamChecks upstreamChecks(
      Routing routing, UpstreamHealth health, UpstreamProbe probe, RelayProperties properties) {
    return new UpstreamChecks(routing, health, probe, properties.upstream().checkInterval());
  }

  @Bean
  TokenCounts tokenCounts() {
    return new TokenCounts();
  }

  @Bean
  Translator translator(Clock clock, Sealing sealing) {
    return new HubTranslator(
        clock, new ReasoningEnvelope(new ReasoningSeal(sealing)), AnswerIds::next);
  }

  @Bean
  Relay relay(
      UpstreamPool pool,
      Routing routing,
      UpstreamHealth health,
      PriceBoard prices,
      Leases leases,
      UsageJournal journal,
      ModelHealth modelHealth,
      TokenCounts tokenCounts,
      Translator translator,
      CallTraces traces,
      RelayProperties properties,
      Clock clock) {
    return new Relay(
        pool,
        routing,
        new UpstreamSelector(health, bound -> ThreadLocalRandom.current().nextInt(bound)),
        new Sessions(),
        new RunningKeys(),
        new ConcurrentHashMap<>(),
        prices,
        leases,
        new LoopJournals(journal),
        modelHealth,
        tokenCounts,
        translator,
        traces,
        settings(properties),
        clock);
  }

  private static RelaySettings settings(RelayProperties properties) {
    return new RelaySettings(
        properties.startHold(),
        properties.firstByteTimeout(),
        properties.idleTimeout(),
        properties.keepAlive(),
        properties.clientStall(),
        properties.journalWait(),
        properties.callTime(),
        properties.upstream().placeWait(),
        properties.slowSession(),
        properties.balancePolicy());
  }

  @Bean
  DataPathServer dataPathServer(
      EventLoops loops,
      UpstreamPool pool,
      Relay relay,
      RelayProperties properties,
      TrustProperties trust,
      Clock clock,
      ObjectProvider<SslBundles> bundles,
      @Value("${server.ssl.bundle:}") String bundle,
      @Value("${posthouse.body-limit}") DataSize bodyLimit) {
    SigningSecrets secrets =
        SigningSecrets.parse("posthouse.trust.caller-secrets", trust.callerSecrets());
    DataPath path =
        new DataPath(
            new CallerCheck(new SignedHeader(secrets), InstantSource.system()),
            relay,
            new ModelListing(relay.routing(), relay.prices(), clock),
            new BodyBudget(properties.bodyBudget().toBytes()),
            Math.toIntExact(bodyLimit.toBytes()),
            new RunningCalls());
    SslContext tls =
        bundle.isEmpty() ? null : DataPathTls.of(bundles.getObject().getBundle(bundle));
    return new DataPathServer(loops, pool, path, properties, tls);
  }
}
