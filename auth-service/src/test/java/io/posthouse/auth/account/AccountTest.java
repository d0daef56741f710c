package io.posthouse.auth.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccountTest {

  private final Account account =
      new Account(UUID.randomUUID(), "person", new byte[0], new byte[0], "en", Instant.EPOCH);

  @ParameterizedTest
  @EnumSource(names = {"SUSPENDED", "BANNED"})
  void isNeverSuspendedOrBannedWithoutACause(AccountStatus status) {
    // When // Then
    assertThatThrownBy(() -> account.become(status, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(account.status()).isEqualTo(AccountStatus.ACTIVE);
  }

  @Test
  void raisesItsVersionWithEachChange() {
    // When
    boolean suspended = account.become(AccountStatus.SUSPENDED, Cause.ATTACK);
    boolean again = account.become(AccountStatus.SUSPENDED, Cause.ATTACK);
    boolean back = account.become(AccountStatus.ACTIVE, null);

    // Then
    assertThat(suspended).isTrue();
    assertThat(again).isFalse();
    assertThat(back).isTrue();
    assertThat(account.statusVersion()).isEqualTo(3);
  }

  @Test
  void isNotClosedByStaff() {
    // When // Then
    assertThatThrownBy(() -> account.become(AccountStatus.CLOSED, null))
        .isInstanceOf(IllegalStateException.class);
  }
}
