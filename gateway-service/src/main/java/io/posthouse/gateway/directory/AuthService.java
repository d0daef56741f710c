package io.posthouse.gateway.directory;

import static java.util.Objects.requireNonNull;

import io.posthouse.gateway.caller.ServiceSigner;
import io.posthouse.gateway.key.KeyDirectory;
import io.posthouse.gateway.key.KnownKey;
import io.posthouse.trust.TrustHeaders;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import reactor.core.publisher.Mono;

/** Asks auth-service for keys: {@code POST /internal/keys/lookup}. */
final class AuthService implements KeyDirectory {

  static final String PATH = "/internal/keys/lookup";

  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final WebClient client;
  private final ServiceSigner signer;

  private record Question(String publicId, String mac, String pepperVersion) {}

  AuthService(WebClient client, ServiceSigner signer) {
    this.client = client;
    this.signer = signer;
  }

  @Override
  public CompletionStage<Optional<KnownKey>> find(
      String publicId, String mac, String pepperVersion) {
    return client
        .post()
        .uri(PATH)
        .header(TrustHeaders.SERVICE, signer.sign("POST", PATH))
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue(new Question(publicId, mac, pepperVersion))
        .retrieve()
        .onStatus(HttpStatusCode::isError, response -> response.createException())
        .bodyToMono(KeyReply.class)
        .map(reply -> Optional.of(reply.toKey()))
        .onErrorResume(AuthService::isUnknown, unknown -> Mono.just(Optional.empty()))
        .timeout(PATIENCE)
        .toFuture()
        .thenApply(found -> requireNonNull(found, "an answer without a body"));
  }

  private static boolean isUnknown(Throwable failure) {
    return failure instanceof WebClientResponseException response
        && response.getStatusCode().isSameCodeAs(HttpStatus.NOT_FOUND);
  }
}
