package io.posthouse.relay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SessionsTest {

  private final AtomicLong nanos = new AtomicLong();
  private final Sessions sessions = new Sessions(nanos::get);
  private final SessionKey key = new SessionKey.Maker("key").add("session").key();

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void aConversationStaysFiveMinutesOrAnHourWhereTheProviderKeepsItSoLong() {
    // Given
    SessionKey other = new SessionKey.Maker("key").add("other").key();
    sessions.stays(key, new Sessions.Stay("a", 10, false));
    sessions.stays(other, new Sessions.Stay("b", 10, true));

    // When
    pass(Duration.ofMinutes(6));

    // Then
    assertThat(sessions.of(key)).isNull();
    assertThat(sessions.of(other)).isNotNull();
  }

  @Test
  void onlyTheUpstreamItIsAtCanLoseIt() {
    // Given
    sessions.stays(key, new Sessions.Stay("a", 10, false));

    // When // Then
    sessions.leaves(key, "b");
    assertThat(sessions.of(key)).isNotNull();
    sessions.leaves(key, "a");
    assertThat(sessions.of(key)).isNull();
  }

  @Test
  void theSameSessionUnderAnotherKeyIsAnother() {
    assertThat(new SessionKey.Maker("key-2").add("session").key()).isNotEqualTo(key);
    assertThat(new SessionKey.Maker("ke").add("ysession").key()).isNotEqualTo(key);
  }
}
