package io.posthouse.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityTest {

  private static final Pattern SECRET =
      Pattern.compile("SECRET|PASSWORD|PEPPER|KEYSET|SIGNINGKEY|JAAS|USERNAME|FLYWAY_USER");

  @ParameterizedTest
  @ValueSource(strings = {"minimal", "full", "mesh"})
  void locksEveryPodDown(String last) {
    Chart.render("minimal", last)
        .pods()
        .forEach(
            (name, pod) -> {
              PodSpec spec = pod.getSpec();
              assertThat(spec.getSecurityContext().getRunAsNonRoot()).describedAs(name).isTrue();
              assertThat(spec.getSecurityContext().getRunAsUser()).isEqualTo(10001L);
              assertThat(spec.getSecurityContext().getSeccompProfile().getType())
                  .isEqualTo("RuntimeDefault");
              assertThat(spec.getAutomountServiceAccountToken()).isFalse();
              assertThat(spec.getEnableServiceLinks())
                  .describedAs("POSTHOUSE_RELAY_PORT would be tcp://...")
                  .isFalse();
              assertThat(spec.getHostNetwork()).isNull();
              assertThat(spec.getVolumes()).extracting(Volume::getHostPath).containsOnlyNulls();
              assertThat(spec.getContainers()).allSatisfy(SecurityTest::isLockedDown);
            });
  }

  private static void isLockedDown(Container container) {
    assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
    assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
    assertThat(container.getResources().getLimits()).containsKey("memory");
    assertThat(
            List.of(
                container.getStartupProbe(),
                container.getLivenessProbe(),
                container.getReadinessProbe()))
        .allSatisfy(
            probe -> assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("management"));
    assertThat(container.getVolumeMounts()).anyMatch(mount -> mount.getMountPath().equals("/tmp"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"minimal", "full"})
  void takesSecretsByReferenceOnly(String last) {
    Manifests manifests = Chart.render("minimal", last);

    assertThat(manifests.all(Secret.class)).isEmpty();
    manifests
        .pods()
        .forEach(
            (name, pod) -> {
              for (EnvVar variable : pod.getSpec().getContainers().getFirst().getEnv()) {
                if (SECRET.matcher(variable.getName()).find()) {
                  assertThat(variable.getValue()).describedAs(variable.getName()).isNull();
                  assertThat(variable.getValueFrom().getSecretKeyRef().getName()).isNotEmpty();
                }
              }
              assertThat(
                      manifests
                          .one(io.fabric8.kubernetes.api.model.ConfigMap.class, name)
                          .getData())
                  .allSatisfy(
                      (key, value) ->
                          assertThat(SECRET.matcher(key).find()).describedAs(key).isFalse());
            });
  }

  @Test
  void speaksTls13BetweenAllPartsByDefault() {
    Manifests manifests = Chart.render("minimal");

    manifests
        .pods()
        .forEach(
            (name, pod) -> {
              Map<String, String> environment = manifests.environment(name);
              assertThat(environment)
                  .describedAs(name)
                  .containsEntry("SERVER_SSL_BUNDLE", "posthouse")
                  .containsEntry(
                      "SPRING_SSL_BUNDLE_PEM_POSTHOUSE_OPTIONS_ENABLEDPROTOCOLS", "TLSv1.3");
              assertThat(environment.get("EUREKA_CLIENT_SERVICEURL_DEFAULTZONE"))
                  .startsWith("https://posthouse-discovery:");
              assertThat(environment.getOrDefault("SPRING_DATASOURCE_URL", "sslmode=verify-full"))
                  .contains("sslmode=verify-full");
              assertThat(environment.getOrDefault("SPRING_KAFKA_SECURITY_PROTOCOL", "SSL"))
                  .isEqualTo("SSL");
              Container container = pod.getSpec().getContainers().getFirst();
              assertThat(container.getReadinessProbe().getHttpGet().getScheme()).isEqualTo("HTTPS");
              assertThat(pod.getSpec().getVolumes())
                  .anyMatch(
                      volume ->
                          volume.getSecret() != null
                              && volume.getSecret().getSecretName().equals(name + "-tls"));
            });
  }

  @Test
  void givesTheRelayANodeAVolumeAndTime() {
    Manifests manifests = Chart.render("minimal");
    StatefulSet relay = manifests.one(StatefulSet.class, "posthouse-relay");
    PodSpec pod = relay.getSpec().getTemplate().getSpec();

    assertThat(pod.getTerminationGracePeriodSeconds()).isEqualTo(600);
    assertThat(relay.getSpec().getVolumeClaimTemplates())
        .singleElement()
        .satisfies(claim -> assertThat(claim.getMetadata().getName()).isEqualTo("spool"));
    EnvVar node = pod.getContainers().getFirst().getEnv().getFirst();
    assertThat(node.getName()).isEqualTo("POSTHOUSE_RELAY_NODE");
    assertThat(node.getValueFrom().getFieldRef().getFieldPath()).isEqualTo("metadata.name");
    assertThat(pod.getContainers().getFirst().getLifecycle().getPreStop()).isNotNull();
    assertThat(
            manifests
                .one(PodDisruptionBudget.class, "posthouse-relay")
                .getSpec()
                .getMaxUnavailable()
                .getIntVal())
        .isEqualTo(1);
    assertThat(manifests.environment("posthouse-relay"))
        .containsEntry("SPRING_LIFECYCLE_TIMEOUTPERSHUTDOWNPHASE", "570s")
        .containsEntry("POSTHOUSE_RELAY_DRAIN", "540s")
        .doesNotContainKey("POSTHOUSE_RELAY_ALLOWEDPRIVATEHOSTS");
  }

  @ParameterizedTest
  @ValueSource(strings = {"minimal", "full"})
  void selectsPodsWithoutAVersion(String last) {
    Manifests manifests = Chart.render("minimal", last);

    assertThat(manifests.all(Deployment.class).map(d -> d.getSpec().getSelector().getMatchLabels()))
        .allSatisfy(SecurityTest::hasNoVersion);
    assertThat(
            manifests.all(StatefulSet.class).map(s -> s.getSpec().getSelector().getMatchLabels()))
        .allSatisfy(SecurityTest::hasNoVersion);
  }

  private static void hasNoVersion(Map<String, String> labels) {
    assertThat(labels)
        .containsOnlyKeys(
            "app.kubernetes.io/name", "app.kubernetes.io/instance", "app.kubernetes.io/component");
  }
}
