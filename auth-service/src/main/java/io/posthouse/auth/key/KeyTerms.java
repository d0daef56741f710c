package io.posthouse.auth.key;

import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an owner sets of a key; the body of {@code POST /api/keys}.
 *
 * @param name 1 to 100 characters
 * @param channels the only channels it may use, in order; empty or absent: any
 * @param models the only models it may call; empty or absent: any
 * @param allowedIps the only addresses and networks it may be used from; empty or absent: any
 * @param spendLimit the most it may spend, or null
 * @param expiresAt when it stops working, or null
 */
record KeyTerms(
    String name,
    List<String> channels,
    List<String> models,
    List<String> allowedIps,
    @Nullable SpendLimit spendLimit,
    @Nullable Instant expiresAt) {

  private static final int LONGEST_NAME = 100;
  private static final int MOST_ENTRIES = 100;
  private static final Pattern CHANNEL = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
  private static final Pattern MODEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@-]{0,127}");

  /**
   * Checks every field.
   *
   * @throws IllegalArgumentException naming the field
   */
  KeyTerms(
      @Nullable String name,
      @Nullable List<String> channels,
      @Nullable List<String> models,
      @Nullable List<String> allowedIps,
      @Nullable SpendLimit spendLimit,
      @Nullable Instant expiresAt) {
    if (name == null || name.isBlank()) {
      throw new IllegalArgumentException("name: missing (expected: 1 to 100 characters)");
    }
    if (name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "name: too long or with control characters (expected: 1 to 100 characters)");
    }
    this.name = name.strip();
    this.channels = names("channels", channels, CHANNEL);
    this.models = names("models", models, MODEL);
    this.allowedIps = list("allowedIps", allowedIps);
    for (int i = 0; i < this.allowedIps.size(); i++) {
      AddressRange.canonical("allowedIps[" + i + "]", this.allowedIps.get(i));
    }
    this.spendLimit = spendLimit;
    this.expiresAt = expiresAt;
  }

  private static List<String> names(String field, @Nullable List<String> given, Pattern form) {
    List<String> names = list(field, given);
    for (int i = 0; i < names.size(); i++) {
      if (!form.matcher(names.get(i)).matches()) {
        throw new IllegalArgumentException(field + "[" + i + "]: not a name");
      }
    }
    return names;
  }

  private static List<String> list(String field, @Nullable List<String> given) {
    List<String> list = given == null ? List.of() : given;
    if (list.size() > MOST_ENTRIES) {
      throw new IllegalArgumentException(
          field + ": " + list.size() + " entries (expected: <= " + MOST_ENTRIES + ")");
    }
    if (list.stream().anyMatch(java.util.Objects::isNull)) {
      throw new IllegalArgumentException(field + ": null (expected: strings)");
    }
    if (list.stream().distinct().count() != list.size()) {
      throw new IllegalArgumentException(field + ": an entry stands twice");
    }
    return List.copyOf(list);
  }
}
