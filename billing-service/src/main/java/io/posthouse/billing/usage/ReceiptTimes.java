package io.posthouse.billing.usage;

import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells a receipt that may still come from one that will not. */
@Component
public class ReceiptTimes {

  private final InstantSource realTime = InstantSource.system();

  /** The request id in a text; null when it is none of ours. */
  public @Nullable UUID requestId(String text) {
    return RequestIds.parse(text);
  }

  /**
   * Whether the call is so recent that its receipt may still come: within 24 h, for a call may last
   * long.
   */
  public boolean mayStillCome(UUID requestId) {
    return RequestIds.isRecent(requestId, realTime.instant());
  }
}
