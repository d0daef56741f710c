package io.posthouse.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** The check itself: it finds the three kinds of mistake that it is for. */
class ManifestRulesTest {

  private static final String GOOD =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: x
      spec:
        replicas: 1
        selector:
          matchLabels: {a: b}
        template:
          metadata:
            labels: {a: b}
          spec:
            containers:
              - name: x
                image: x
                ports:
                  - containerPort: 80
      """;

  @Test
  void acceptsAGoodOne() {
    assertThat(ManifestRules.violations(Manifests.parse(GOOD))).isEmpty();
  }

  @Test
  void findsAnUnknownField() {
    String bad = GOOD.replace("containerPort: 80", "{containerPort: 80, protocoll: TCP}");

    assertThat(ManifestRules.violations(Manifests.parse(bad)))
        .anyMatch(violation -> violation.contains("protocoll"));
  }

  @Test
  void findsAMissingField() {
    String bad = GOOD.replace("  selector:\n    matchLabels: {a: b}\n", "");

    assertThat(ManifestRules.violations(Manifests.parse(bad)))
        .anyMatch(violation -> violation.contains("selector"));
  }

  @Test
  void findsAWrongType() {
    String bad = GOOD.replace("replicas: 1", "replicas: four");

    assertThatThrownBy(() -> Manifests.parse(bad)).hasMessageContaining("four");
  }
}
