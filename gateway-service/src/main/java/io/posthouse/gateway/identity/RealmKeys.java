package io.posthouse.gateway.identity;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The realm's public keys: kept while Keycloak is down, fetched again for a key id that is not
 * among them, but no more often than every 10 s whoever makes up key ids.
 */
final class RealmKeys implements Function<SignedJWT, Flux<JWK>> {

  private static final long PAUSE = Duration.ofSeconds(10).toNanos();
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final WebClient client;
  private final String uri;
  private final AtomicReference<@Nullable Fetch> last = new AtomicReference<>();
  private volatile @Nullable JWKSet keys;

  /** One fetch, shared by everybody who waits for it. */
  private record Fetch(Mono<JWKSet> keys, long begun) {}

  RealmKeys(WebClient client, String uri) {
    this.client = client;
    this.uri = uri;
  }

  @Override
  public Flux<JWK> apply(SignedJWT token) {
    JWKMatcher matcher = JWKMatcher.forJWSHeader(token.getHeader());
    if (matcher == null) {
      return Flux.empty();
    }
    JWKSelector selector = new JWKSelector(matcher);
    JWKSet held = keys;
    if (held != null) {
      List<JWK> found = selector.select(held);
      if (!found.isEmpty()) {
        return Flux.fromIterable(found);
      }
    }
    return fetch()
        .onErrorResume(silent -> held == null ? Mono.error(silent) : Mono.just(held))
        .flatMapIterable(selector::select);
  }

  private Mono<JWKSet> fetch() {
    long now = System.nanoTime();
    Fetch before = last.get();
    if (before != null && (keys != null || isRecent(before, now)) && now - before.begun() < PAUSE) {
      return before.keys();
    }
    Fetch mine = new Fetch(request().cache(), now);
    if (last.compareAndSet(before, mine)) {
      return mine.keys();
    }
    Fetch other = last.get();
    return other == null ? mine.keys() : other.keys();
  }

  /** Before the first success a failed fetch is tried again sooner. */
  private static boolean isRecent(Fetch fetch, long now) {
    return now - fetch.begun() < PAUSE / 10;
  }

  private Mono<JWKSet> request() {
    return client
        .get()
        .uri(uri)
        .retrieve()
        .bodyToMono(String.class)
        .timeout(PATIENCE)
        .flatMap(RealmKeys::parse)
        .doOnNext(set -> keys = set);
  }

  private static Mono<JWKSet> parse(String text) {
    try {
      return Mono.just(JWKSet.parse(text));
    } catch (ParseException malformed) {
      return Mono.error(malformed);
    }
  }
}
