package io.posthouse.billing.payment;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An order's id as providers are given it: 32 lower-case hexadecimal digits, which fits the
 * narrowest of them.
 */
public final class OrderReference {

  private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");

  private OrderReference() {}

  /** What stands for an id. */
  public static String of(UUID id) {
    return id.toString().replace("-", "");
  }

  /** The id that a reference stands for; empty when it is not one of ours. */
  public static Optional<UUID> read(@Nullable String reference) {
    if (reference == null || !FORM.matcher(reference).matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new UUID(
            Long.parseUnsignedLong(reference, 0, 16, 16),
            Long.parseUnsignedLong(reference, 16, 32, 16)));
  }
}
