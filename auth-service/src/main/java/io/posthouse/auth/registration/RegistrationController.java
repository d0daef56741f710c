package io.posthouse.auth.registration;

import io.posthouse.auth.sealing.Seal;
import io.posthouse.web.ProblemException;
import io.posthouse.web.Problems;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/registrations}: open to everyone. */
@RestController
@RequestMapping("/api/registrations")
class RegistrationController {

  /** The realm's {@code hashIterations}. */
  private static final int COST = 10;

  private final Registrations registrations;
  private final Verification verification;
  private final RegistrationLimit limit;
  private final Seal seal;
  private final BCryptPasswordEncoder bcrypt =
      new BCryptPasswordEncoder(BCryptPasswordEncoder.BCryptVersion.$2A, COST);

  RegistrationController(
      Registrations registrations, Verification verification, RegistrationLimit limit, Seal seal) {
    this.registrations = registrations;
    this.verification = verification;
    this.limit = limit;
    this.seal = seal;
  }

  @PostMapping
  ResponseEntity<ProblemDetail> register(
      @RequestBody RegistrationRequest request, HttpServletRequest http, Locale preferred) {
    RegistrationRequest.Checked checked = request.check(preferred);
    Origin origin = Origin.of(http, seal);
    Optional<Duration> wait = limit.exceeded(origin.limited());
    if (wait.isPresent()) {
      return tooMany(wait.get());
    }
    String hash = hash(checked.password());
    registrations.accept(checked, hash, origin);
    return ResponseEntity.accepted().build();
  }

  private String hash(String password) {
    String hash = bcrypt.encode(password);
    if (hash == null) {
      throw new IllegalStateException("bcrypt gave no hash");
    }
    return hash;
  }

  private static ResponseEntity<ProblemDetail> tooMany(Duration wait) {
    long seconds = Math.max(1, wait.toSeconds() + 1);
    return ResponseEntity.status(HttpStatus.TOO_MANY_REQUESTS)
        .header(HttpHeaders.RETRY_AFTER, String.valueOf(seconds))
        .body(
            Problems.of(
                HttpStatus.TOO_MANY_REQUESTS,
                "too-many-registrations",
                "Too many registrations from this network address. Try again in "
                    + seconds
                    + " s."));
  }

  @PostMapping("/verify")
  Verified verify(@RequestBody VerifyRequest request) {
    String token = request.token();
    if (token == null) {
      throw ProblemException.badRequest("token: missing (expected: the one in the mailed link)");
    }
    if (!VerificationTokens.wellFormed(token)) {
      throw ProblemException.unprocessable(
          "token-not-accepted", "token: unknown, used or expired (expected: the latest mail's)");
    }
    return new Verified(verification.verify(token));
  }

  /** {@code {token}}. */
  record VerifyRequest(@Nullable String token) {

    /** Prints no token. */
    @Override
    public String toString() {
      return "VerifyRequest[]";
    }
  }

  /** The account that stands now. */
  record Verified(UUID accountId) {}
}
