package io.posthouse.billing.credit;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthouse.billing.web.MoneyView;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Credit that an operator gave, or asked for.
 *
 * @param requestId the call whose charge it gives back; null for credit of no call
 * @param status {@code waiting|posted|rejected}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ManualCredit(
    UUID id,
    UUID accountId,
    @Nullable UUID requestId,
    MoneyView amount,
    String reason,
    String status,
    String askedBy,
    Instant askedAt,
    @Nullable String decidedBy,
    @Nullable Instant decidedAt) {

  /** What the credit is for. */
  enum Purpose {
    /** A present. */
    CREDIT,
    /** Giving back a part of a call's charge, or all of it. */
    CORRECTION;

    /** What the audit log calls it. */
    String word() {
      return this == CREDIT ? "credit" : "correction";
    }
  }

  Purpose purpose() {
    return requestId == null ? Purpose.CREDIT : Purpose.CORRECTION;
  }

  boolean waits() {
    return status.equals("waiting");
  }
}
