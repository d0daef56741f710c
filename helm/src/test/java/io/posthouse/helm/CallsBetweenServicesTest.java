package io.posthouse.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A call that a service makes in its code must be one that both ends' policies allow. */
class CallsBetweenServicesTest {

  private static final Pattern CALLED =
      Pattern.compile("(?:\\.to\\(\"|\"http://|uri: lb://)([a-z]+)-(?:service|operator)");
  private static final List<String> SERVICES =
      List.of("gateway", "auth", "billing", "relay", "referral", "notification");

  private record Call(String caller, String callee) {}

  @Test
  void areAllowedAtBothEnds() throws IOException {
    Manifests manifests = Chart.render("minimal");
    Set<String> refused = new TreeSet<>();

    for (Call call : calls()) {
      NetworkPolicy out = manifests.one(NetworkPolicy.class, "posthouse-" + call.caller());
      NetworkPolicy in = manifests.one(NetworkPolicy.class, "posthouse-" + call.callee());
      boolean leaves =
          out.getSpec().getEgress().stream().anyMatch(rule -> names(rule.getTo(), call.callee()));
      boolean arrives =
          in.getSpec().getIngress().stream().anyMatch(rule -> names(rule.getFrom(), call.caller()));
      if (!leaves || !arrives) {
        refused.add(call.caller() + " -> " + call.callee());
      }
    }

    assertThat(refused).isEmpty();
  }

  private static boolean names(List<NetworkPolicyPeer> peers, String component) {
    return peers.stream()
        .filter(peer -> peer.getPodSelector() != null)
        .anyMatch(
            peer ->
                component.equals(
                    peer.getPodSelector().getMatchLabels().get("app.kubernetes.io/component")));
  }

  private static Set<Call> calls() throws IOException {
    Set<Call> calls = new java.util.HashSet<>();
    for (String service : SERVICES) {
      try (Stream<Path> files = Files.walk(Path.of("../" + service + "-service/src/main"))) {
        files
            .filter(file -> file.toString().endsWith(".java") || file.toString().endsWith(".yaml"))
            .forEach(
                file -> {
                  Matcher called = CALLED.matcher(read(file));
                  while (called.find()) {
                    calls.add(new Call(service, called.group(1)));
                  }
                });
      }
    }
    assertThat(calls).contains(new Call("relay", "billing"), new Call("gateway", "auth"));
    return calls;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
