package io.posthouse.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChildEnvironmentTest {

  private static final Map<String, String> GIVEN =
      Map.of(
          "PATH", "/bin",
          "SHLVL", "3",
          "POSTHOUSE_HOME", "/somewhere",
          "POSTHOUSE_API_KEY", "ph_live_x",
          "POSTHOUSE_RATELIMIT_REQUESTSPERMINUTE", "5",
          "POSTHOUSE_REFERRAL_HOLD", "1h",
          "SERVER_PORT", "1");

  @Test
  void handsOnEverythingButTheLaunchersOwnNames() {
    assertThat(ChildEnvironment.handedOn(GIVEN))
        .containsKeys("PATH", "SHLVL", "POSTHOUSE_RATELIMIT_REQUESTSPERMINUTE")
        .doesNotContainKeys("POSTHOUSE_HOME", "POSTHOUSE_API_KEY");
  }

  @Test
  void letsThePersonOverrideDefaultsAndThePartOverrideThePerson() {
    Map<String, String> environment = launch(true).environment(GIVEN);

    assertThat(environment)
        .containsEntry("POSTHOUSE_REFERRAL_HOLD", "1h")
        .containsEntry("SERVER_PORT", "8085");
  }

  @Test
  void configuresNothingButServices() {
    assertThat(launch(false).environment(GIVEN))
        .doesNotContainKey("POSTHOUSE_RATELIMIT_REQUESTSPERMINUTE");
  }

  @Test
  void tellsAPartAsStaleOnlyWhenASettingChanged() {
    String before = launch(true).fingerprint(GIVEN);
    Map<String, String> otherShell = new java.util.HashMap<>(GIVEN);
    otherShell.put("SHLVL", "4");
    Map<String, String> otherSetting = new java.util.HashMap<>(GIVEN);
    otherSetting.put("POSTHOUSE_RATELIMIT_REQUESTSPERMINUTE", "6");

    assertThat(launch(true).fingerprint(otherShell)).isEqualTo(before);
    assertThat(launch(true).fingerprint(otherSetting)).isNotEqualTo(before);
  }

  private static Launch launch(boolean inherits) {
    return new Launch(
        List.of("java", "-jar", "x.jar"),
        List.of("-XX:AOTCache=y"),
        Map.of("SERVER_PORT", "8085"),
        Map.of("POSTHOUSE_REFERRAL_HOLD", "0s"),
        inherits,
        Path.of("."),
        new Marker(List.of("-jar")));
  }
}
