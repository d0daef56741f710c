package io.posthouse.auth.key;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthouse.auth.account.AccountStatus;
import io.posthouse.auth.account.Accounts;
import io.posthouse.web.ProblemException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /internal/keys/lookup}: whose key it is. The gateway makes the MAC; no key comes
 * here.
 */
@RestController
class KeyLookupController {

  private static final int MAC_BYTES = 32;

  private final ApiKeyRows rows;
  private final Accounts accounts;

  KeyLookupController(ApiKeyRows rows, Accounts accounts) {
    this.rows = rows;
    this.accounts = accounts;
  }

  @PostMapping("/internal/keys/lookup")
  @Transactional(readOnly = true)
  public KnownKey lookup(@RequestBody Question question) {
    byte[] mac = question.macBytes();
    Optional<ApiKey> key = rows.findByPublicId(String.valueOf(question.publicId()));
    if (key.isEmpty()) {
      // As much work as for a known id: the answer's time tells nothing (A3).
      MessageDigest.isEqual(mac, new byte[MAC_BYTES]);
      throw ProblemException.notFound("key");
    }
    if (!key.get().matches(mac, String.valueOf(question.pepperVersion()))) {
      throw ProblemException.notFound("key");
    }
    AccountStatus account = accounts.status(key.get().accountId()).orElse(AccountStatus.CLOSED);
    return KnownKey.of(key.get(), account);
  }

  /**
   * What the gateway asks.
   *
   * @param mac base64url without padding, of HMAC-SHA256 over the whole key
   */
  record Question(@Nullable String publicId, @Nullable String mac, @Nullable String pepperVersion) {

    byte[] macBytes() {
      try {
        byte[] bytes = mac == null ? new byte[0] : Base64.getUrlDecoder().decode(mac);
        if (bytes.length == MAC_BYTES) {
          return bytes;
        }
      } catch (IllegalArgumentException notBase64) {
        throw ProblemException.badRequest("mac: not base64url");
      }
      throw ProblemException.badRequest("mac: not 32 bytes (expected: an HMAC-SHA256)");
    }
  }

  /** What the gateway needs to know of a key. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record KnownKey(
      UUID keyId,
      UUID accountId,
      KeyStatus keyStatus,
      AccountStatus accountStatus,
      List<String> channels,
      List<String> models,
      List<String> allowedIps,
      @Nullable SpendLimit spendLimit,
      @Nullable Instant expiresAt,
      long version) {

    static KnownKey of(ApiKey key, AccountStatus account) {
      KeyTerms terms = key.terms();
      return new KnownKey(
          key.id(),
          key.accountId(),
          KeyStatus.of(key, account),
          account,
          terms.channels(),
          terms.models(),
          key.cidrs(),
          terms.spendLimit(),
          terms.expiresAt(),
          key.version());
    }
  }
}
