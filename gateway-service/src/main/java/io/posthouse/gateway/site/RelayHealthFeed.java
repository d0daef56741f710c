package io.posthouse.gateway.site;

import io.posthouse.gateway.caller.ServiceSigner;
import io.posthouse.trust.TrustHeaders;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/**
 * Asks the relay how well models are served, only when somebody wants to know and the last answer
 * is no longer fresh; once for all who ask meanwhile. The last copy is kept while no relay answers.
 * Thread-safe.
 */
final class RelayHealthFeed {

  private static final Logger log = LoggerFactory.getLogger(RelayHealthFeed.class);
  private static final String PATH = "/internal/model-health";
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final WebClient relay;
  private final ServiceSigner signer;
  private final Clock clock;
  private final Mono<ModelHealth.Copy> asked;
  private volatile ModelHealth.Copy last = ModelHealth.Copy.NONE;

  /**
   * @param relay a client of the relay's operator side
   * @param fresh how long an answer is good
   */
  RelayHealthFeed(WebClient relay, ServiceSigner signer, Clock clock, Duration fresh) {
    this.relay = relay;
    this.signer = signer;
    this.clock = clock;
    Duration retry = fresh.compareTo(LONGEST_RETRY) < 0 ? fresh : LONGEST_RETRY;
    this.asked = Mono.defer(this::ask).cache(copy -> fresh, failed -> retry, () -> retry);
  }

  /** The newest copy that can be had. */
  Mono<ModelHealth.Copy> latest() {
    return asked.onErrorResume(failed -> Mono.just(last));
  }

  private Mono<ModelHealth.Copy> ask() {
    return relay
        .get()
        .uri(PATH)
        .header(TrustHeaders.SERVICE, signer.sign("GET", PATH))
        .retrieve()
        .bodyToMono(RelayHealth.class)
        .map(told -> new ModelHealth.Copy(clock.instant(), told.models()))
        .timeout(PATIENCE)
        .doOnNext(copy -> last = copy)
        .doOnError(failed -> log.warn("the relay does not tell its health: {}", failed.toString()));
  }
}
