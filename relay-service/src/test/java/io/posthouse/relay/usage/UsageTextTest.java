package io.posthouse.relay.usage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UsageTextTest {

  private static final String EVENT =
      "{\"node\":\"relay-7\",\"seq\":0,\"accountId\":\"a-1\",\"endedAt\":\"2026-11-23T12:00:00Z\"}";
  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  @Test
  void theLineSaysWhatCarriesAnEventNeedsToKnow() {
    // Given: a line that says something else than the event, which is not read
    byte[] text = (TRACE + "\ta-2\trelay-8\t2026-11-23T13:00:00Z\n" + EVENT).getBytes(UTF_8);

    // When
    UsageText.Address address = UsageText.address(text);

    // Then
    assertThat(address)
        .isEqualTo(new UsageText.Address(TRACE, "a-2", "relay-8", "2026-11-23T13:00:00Z"));
    assertThat(new String(UsageText.event(text), UTF_8)).isEqualTo(EVENT);
  }

  @Test
  void aSpoolOfTheReleaseBeforeIsReadStill() {
    // Given: the trace alone, or nothing
    byte[] traced = (TRACE + "\n" + EVENT).getBytes(UTF_8);
    byte[] untraced = ("\n" + EVENT).getBytes(UTF_8);

    // Then
    assertThat(UsageText.address(traced))
        .isEqualTo(new UsageText.Address(TRACE, "a-1", "relay-7", "2026-11-23T12:00:00Z"));
    assertThat(UsageText.address(untraced).traceparent()).isNull();
  }

  @Test
  void aCrashedCallsEventGetsItsNumberAndKeepsItsLine() {
    // Given
    byte[] text = ("\ta-1\trelay-7\t2026-11-23T12:00:00Z\n" + EVENT).getBytes(UTF_8);

    // When
    byte[] numbered = UsageText.numbered(text, 42);

    // Then
    assertThat(new String(UsageText.event(numbered), UTF_8))
        .isEqualTo(EVENT.replace("\"seq\":0", "\"seq\":42"));
    assertThat(UsageText.address(numbered)).isEqualTo(UsageText.address(text));
  }
}
