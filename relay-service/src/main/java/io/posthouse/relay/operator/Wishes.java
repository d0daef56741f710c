package io.posthouse.relay.operator;

import io.posthouse.relay.protocol.Provider;
import io.posthouse.web.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks what an operator says of an upstream, and says what is wrong without quoting a credential.
 */
final class Wishes {

  /** Names of channels, upstreams and models. */
  static final String NAME = "[a-z0-9][a-z0-9._:/-]{0,99}";

  private static final Pattern MODEL = Pattern.compile(NAME);
  private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]{1,4096}");
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
  private static final int MOST_MODELS = 1000;
  private static final int MOST_CREDENTIALS = 100;

  private Wishes() {}

  static Map<String, String> models(Map<String, String> models) {
    if (models.isEmpty() || models.size() > MOST_MODELS) {
      throw ProblemException.badRequest(
          "models: " + models.size() + " entries (expected: 1 to " + MOST_MODELS + ")");
    }
    models.forEach(
        (ours, theirs) -> {
          if (!MODEL.matcher(ours).matches()) {
            throw ProblemException.badRequest(
                "models: '" + ours + "' is no model name (expected: " + NAME + ")");
          }
          if (theirs == null || theirs.isBlank() || theirs.length() > 200) {
            throw ProblemException.badRequest("models." + ours + ": empty or too long");
          }
        });
    return Map.copyOf(models);
  }

  static List<String> credentials(List<String> credentials) {
    if (credentials.isEmpty() || credentials.size() > MOST_CREDENTIALS) {
      throw ProblemException.badRequest(
          "credentials: "
              + credentials.size()
              + " entries (expected: 1 to "
              + MOST_CREDENTIALS
              + ")");
    }
    for (int i = 0; i < credentials.size(); i++) {
      String credential = credentials.get(i);
      if (credential == null || !VISIBLE.matcher(credential).matches()) {
        throw ProblemException.badRequest(
            "credentials[" + i + "]: malformed (expected: visible ASCII)");
      }
    }
    return List.copyOf(credentials);
  }

  static void egress(EgressSetting egress) {
    try {
      if (egress.way() instanceof io.posthouse.transport.Egress.Bound bound
          && !io.netty.util.NetUtil.isValidIpV4Address(bound.address())
          && !io.netty.util.NetUtil.isValidIpV6Address(bound.address())) {
        throw ProblemException.badRequest("egress.address: not an IP address");
      }
    } catch (IllegalArgumentException malformed) {
      throw ProblemException.badRequest(String.valueOf(malformed.getMessage()));
    }
  }

  static String tls(String version) {
    if (!version.equals(UpstreamDesk.TLS_1_2) && !version.equals(UpstreamDesk.TLS_1_3)) {
      throw ProblemException.badRequest("minimumTls: " + version + " (expected: 1.2 or 1.3)");
    }
    return version;
  }

  static @Nullable List<String> surfaces(Provider provider, @Nullable List<String> groups) {
    if (groups == null) {
      return null;
    }
    List<String> known = ServedSurfaces.groups(provider, null);
    if (groups.isEmpty() || !known.containsAll(groups)) {
      throw ProblemException.badRequest(
          "surfaces: " + groups + " (expected: some of " + known + ")");
    }
    return groups.stream().distinct().toList();
  }

  static String clientGone(String policy) {
    if (!policy.equals(UpstreamDesk.CANCEL) && !policy.equals(UpstreamDesk.DRAIN)) {
      throw ProblemException.unprocessable(
          "unknown-policy", "onClientGone: " + policy + " (expected: cancel or drain)");
    }
    return policy;
  }

  static @Nullable TranslationSetting translation(@Nullable TranslationSetting setting) {
    String version = setting == null ? null : setting.anthropicVersion();
    if (version != null && !DATE.matcher(version).matches()) {
      throw ProblemException.badRequest(
          "translation.anthropicVersion: " + version + " (expected: a date as 2023-06-01)");
    }
    return setting;
  }

  static @Nullable UUID account(@Nullable String accountId) {
    if (accountId == null) {
      return null;
    }
    try {
      return UUID.fromString(accountId);
    } catch (IllegalArgumentException malformed) {
      throw ProblemException.badRequest("dedicatedTo: not an account id");
    }
  }
}
