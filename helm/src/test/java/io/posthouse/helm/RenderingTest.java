package io.posthouse.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RenderingTest {

  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  static Stream<List<String>> variants() {
    return Stream.of(List.of("minimal"), List.of("minimal", "full"), List.of("minimal", "mesh"));
  }

  @Test
  void lintsStrictly() {
    LintResult result = new Helm(Chart.DIRECTORY).lint().strict().call();

    assertThat(result.isFailed()).describedAs("%s", result.getMessages()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("variants")
  void rendersWhatKubernetesAccepts(List<String> files) {
    Manifests manifests = Chart.render(files.toArray(String[]::new));

    assertThat(ManifestRules.violations(manifests)).isEmpty();
    assertThat(manifests.pods()).hasSize(7);
    assertThat(
            manifests.objects().stream()
                .map(object -> object.getKind() + "/" + object.getMetadata().getName()))
        .doesNotHaveDuplicates();
  }

  /** {@code mvn -pl helm test -Dposthouse.golden=write} writes them anew. */
  @ParameterizedTest
  @MethodSource("variants")
  void rendersWhatItRenderedBefore(List<String> files) throws IOException {
    String rendered = Chart.render(files.toArray(String[]::new)).text();
    Path golden = GOLDEN.resolve(files.getLast() + ".yaml");

    if (System.getProperty("posthouse.golden", "").equals("write")) {
      Files.createDirectories(GOLDEN);
      Files.writeString(golden, rendered);
    }

    assertThat(rendered).isEqualTo(Files.readString(golden));
  }

  @ParameterizedTest
  @ValueSource(strings = {"minimal", "full"})
  void opensOneDoorOnly(String last) {
    List<Ingress> doors = Chart.render("minimal", last).all(Ingress.class).toList();

    assertThat(doors).hasSize(1);
    var backend =
        doors
            .getFirst()
            .getSpec()
            .getRules()
            .getFirst()
            .getHttp()
            .getPaths()
            .getFirst()
            .getBackend();
    assertThat(backend.getService().getName()).isEqualTo("posthouse-gateway");
    assertThat(doors.getFirst().getMetadata().getAnnotations())
        .containsEntry("nginx.ingress.kubernetes.io/proxy-buffering", "off")
        .containsEntry("nginx.ingress.kubernetes.io/backend-protocol", "HTTPS");
  }

  @Test
  void deniesEveryConnectionThatIsNotNamed() {
    List<NetworkPolicy> policies = Chart.render("minimal").all(NetworkPolicy.class).toList();

    assertThat(policies).hasSize(8);
    assertThat(policies)
        .allSatisfy(
            policy ->
                assertThat(policy.getSpec().getPolicyTypes())
                    .containsExactlyInAnyOrder("Ingress", "Egress"));
    NetworkPolicy everyone =
        policies.stream()
            .filter(policy -> policy.getMetadata().getName().endsWith("default-deny"))
            .findFirst()
            .orElseThrow();
    assertThat(everyone.getSpec().getIngress()).isEmpty();
    assertThat(everyone.getSpec().getEgress()).isEmpty();
  }

  @Test
  void scalesStatelessServicesAndNeverTheRelay() {
    assertThat(Chart.render("minimal", "full").all(HorizontalPodAutoscaler.class))
        .extracting(scaler -> scaler.getSpec().getScaleTargetRef().getName())
        .containsExactlyInAnyOrder(
            "posthouse-gateway",
            "posthouse-auth",
            "posthouse-billing",
            "posthouse-referral",
            "posthouse-notification");
  }

  @Test
  void rollsPodsWhenTheirConfigurationChanges() {
    Manifests before = Chart.render("minimal");
    Manifests after = Chart.render(java.util.Map.of("business.referralHold", "48h"), "minimal");

    assertThat(checksum(after, "referral")).isNotEqualTo(checksum(before, "referral"));
    assertThat(checksum(after, "auth")).isEqualTo(checksum(before, "auth"));
  }

  private static String checksum(Manifests manifests, String component) {
    return manifests
        .pods()
        .get("posthouse-" + component)
        .getMetadata()
        .getAnnotations()
        .get("checksum/config");
  }
}
