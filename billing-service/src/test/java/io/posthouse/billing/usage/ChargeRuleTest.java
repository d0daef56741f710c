package io.posthouse.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ChargeRuleTest {

  @ParameterizedTest
  @CsvSource({
    "complete, reported, false, answered",
    "complete, estimated, false, answered",
    "complete, reported, true, answered",
    "complete, crash, false, relay-stopped",
    "upstream_error, partial, true, no-output",
    "upstream_cut, estimated, true, no-output",
    "client_abort, partial, true, no-output",
    "balance, partial, true, no-output",
    "upstream_cut, crash, true, no-output",
    "client_abort, partial, false, client-left",
    "client_abort, reported, false, client-left",
    "client_abort, crash, false, relay-stopped",
    "upstream_cut, partial, false, cut-after-output",
    "upstream_error, partial, false, cut-after-output",
    "upstream_cut, crash, false, relay-stopped",
    "balance, partial, false, balance-ended",
  })
  void aCallIsChargedByOneRule(String end, String source, boolean nothingUsed, String rule) {
    assertThat(ChargeRule.of(end, source, nothingUsed).code()).isEqualTo(rule);
  }

  @ParameterizedTest
  @EnumSource(ChargeRule.class)
  void eachRuleIsPublishedUnderItsName(ChargeRule rule) throws IOException {
    assertThat(Files.readString(Path.of("../docs/charging-rules.md")))
        .contains("\n## " + rule.code() + "\n");
  }

  @Test
  void aCallThatUsedNothingIsToldFromOneThatDid() {
    assertThat(new Receipt.Usage(0, 0, 0, 0, 0, 0).isNothing()).isTrue();
    assertThat(new Receipt.Usage(0, 0, 1, 0, 0, 0).isNothing()).isFalse();
  }
}
