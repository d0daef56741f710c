package io.posthouse.referral.reward;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a reward stands; see the package's diagram. */
enum RewardStatus {
  PENDING,
  HELD,
  GRANTED,
  REFUSED,
  REVOKED;

  /** The name as API and table have it. */
  @JsonValue
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static RewardStatus of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
