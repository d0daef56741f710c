package io.posthouse.gateway.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.gateway.TestKeys;
import io.posthouse.gateway.protocol.Refusal;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class KeyGateTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  private long now;

  /** Answers when the test says so. */
  private static final class Directory implements KeyDirectory {

    final Deque<CompletableFuture<Optional<KnownKey>>> questions = new ArrayDeque<>();
    final Deque<String> macs = new ArrayDeque<>();
    final Deque<String> versions = new ArrayDeque<>();

    @Override
    public CompletionStage<Optional<KnownKey>> find(String id, String mac, String version) {
      CompletableFuture<Optional<KnownKey>> question = new CompletableFuture<>();
      questions.add(question);
      macs.add(mac);
      versions.add(version);
      return question;
    }
  }

  private final Directory directory = new Directory();
  private final String key = TestKeys.fresh();
  private final KeyGate gate = gate(List.of(TestKeys.PEPPER));

  private KeyGate gate(List<String> peppers) {
    return new KeyGate(
        Peppers.parse("peppers", peppers),
        directory,
        new KeyTimes(
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(1),
            Duration.ofHours(24),
            Duration.ofSeconds(5)),
        new Guesses(5, () -> now),
        InstantSource.fixed(NOON),
        () -> now);
  }

  private static KnownKey known(KeyStatus status, long version) {
    return new KnownKey(
        "k", "a", status, true, List.of(), List.of(), AddressRanges.ANY, null, null, version);
  }

  private KeyVerdict pending(KeyVerdict verdict) {
    return ((KeyVerdict.Pending) verdict).verdict().toCompletableFuture().getNow(null);
  }

  private void learn() {
    KeyVerdict verdict = gate.check(key, HERE);
    directory.questions.remove().complete(Optional.of(known(KeyStatus.ACTIVE, 1)));
    assertThat(pending(verdict)).isInstanceOf(KeyVerdict.Accepted.class);
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private static Refusal why(KeyVerdict verdict) {
    return ((KeyVerdict.Refused) verdict).why();
  }

  @Test
  void asksOnceForAKeyAndByItsMacAlone() {
    KeyVerdict one = gate.check(key, HERE);
    KeyVerdict two = gate.check(key, HERE);

    assertThat(directory.macs).containsExactly(TestKeys.mac(key));
    assertThat(directory.versions).containsExactly("7");
    directory.questions.remove().complete(Optional.of(known(KeyStatus.ACTIVE, 1)));
    assertThat(pending(one)).isInstanceOf(KeyVerdict.Accepted.class);
    assertThat(pending(two)).isInstanceOf(KeyVerdict.Accepted.class);
    assertThat(gate.check(key, HERE)).isInstanceOf(KeyVerdict.Accepted.class);
    assertThat(directory.questions).isEmpty();
  }

  @Test
  void triesOlderPeppersBeforeItSaysUnknown() {
    String newer =
        "8:"
            + java.util.Base64.getEncoder()
                .encodeToString("n".repeat(32).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    KeyGate rotated = gate(List.of(newer, TestKeys.PEPPER));

    KeyVerdict verdict = rotated.check(key, HERE);
    directory.questions.remove().complete(Optional.empty());
    directory.questions.remove().complete(Optional.of(known(KeyStatus.ACTIVE, 1)));

    assertThat(pending(verdict)).isInstanceOf(KeyVerdict.Accepted.class);
    assertThat(directory.versions).containsExactly("8", "7");
    assertThat(rotated.check(key, HERE)).isInstanceOf(KeyVerdict.Accepted.class);
  }

  @Test
  void revalidatesBehindTheCallAfterThirtySeconds() {
    learn();
    pass(Duration.ofSeconds(31));

    assertThat(gate.check(key, HERE)).isInstanceOf(KeyVerdict.Accepted.class);
    directory.questions.remove().complete(Optional.of(known(KeyStatus.REVOKED, 2)));

    assertThat(why(gate.check(key, HERE))).isEqualTo(Refusal.BAD_KEY);
  }

  @Test
  void waitsForTheAnswerAboutAKeyThatRested() {
    learn();
    pass(Duration.ofSeconds(61));

    KeyVerdict verdict = gate.check(key, HERE);
    directory.questions.remove().complete(Optional.of(known(KeyStatus.SUSPENDED, 2)));

    assertThat(why(pending(verdict))).isEqualTo(Refusal.KEY_SUSPENDED);
  }

  @Test
  void keepsKnownKeysForADayWhenNobodyAnswers() {
    learn();
    pass(Duration.ofHours(23));
    KeyVerdict stale = gate.check(key, HERE);
    directory.questions.remove().completeExceptionally(new IllegalStateException("down"));
    assertThat(pending(stale)).isInstanceOf(KeyVerdict.Accepted.class);
    assertThat(gate.check(key, HERE))
        .as("no wait while it is known to be silent")
        .isInstanceOf(KeyVerdict.Accepted.class);

    pass(Duration.ofHours(2));
    KeyVerdict tooOld = gate.check(key, HERE);
    directory.questions.remove().completeExceptionally(new IllegalStateException("down"));
    assertThat(why(pending(tooOld))).isEqualTo(Refusal.UNAVAILABLE);
  }

  @Test
  void forgetsAKeyThatIsGone() {
    learn();
    pass(Duration.ofSeconds(31));
    gate.check(key, HERE);
    directory.questions.remove().complete(Optional.empty());

    assertThat(why(gate.check(key, HERE))).isEqualTo(Refusal.BAD_KEY);
    assertThat(directory.questions).as("remembered as unknown").isEmpty();
  }

  @Test
  void appliesAnEventThatCameAfterTheQuestionAndBeforeTheAnswer() {
    KeyVerdict verdict = gate.check(key, HERE);
    gate.changes().keyChanged(known(KeyStatus.REVOKED, 2));
    directory.questions.remove().complete(Optional.of(known(KeyStatus.ACTIVE, 1)));

    assertThat(why(pending(verdict))).isEqualTo(Refusal.BAD_KEY);
    assertThat(why(gate.check(key, HERE))).isEqualTo(Refusal.BAD_KEY);
  }

  @Test
  void letsALaterAnswerOverruleAnEarlierEventOfTheAccount() {
    gate.changes().accountChanged("a", false);
    learn();
    assertThat(gate.check(key, HERE)).isInstanceOf(KeyVerdict.Accepted.class);

    gate.changes().accountChanged("a", false);
    assertThat(why(gate.check(key, HERE))).isEqualTo(Refusal.ACCOUNT_SUSPENDED);
    gate.changes().accountChanged("a", true);
    assertThat(gate.check(key, HERE)).isInstanceOf(KeyVerdict.Accepted.class);
  }

  @Test
  void stopsAnAddressThatGuessesAndLeavesKnownKeysAlone() {
    learn();
    for (int i = 0; i < 5; i++) {
      assertThat(why(gate.check("ph_live_guess", HERE))).isEqualTo(Refusal.BAD_KEY);
    }

    assertThat(why(gate.check("ph_live_guess", HERE))).isEqualTo(Refusal.TOO_MANY_BAD_KEYS);
    assertThat(why(gate.check(TestKeys.fresh(), HERE))).isEqualTo(Refusal.TOO_MANY_BAD_KEYS);
    assertThat(directory.questions).isEmpty();
    assertThat(gate.check(key, HERE)).isInstanceOf(KeyVerdict.Accepted.class);
    pass(Duration.ofSeconds(13));
    assertThat(why(gate.check("ph_live_guess", HERE))).isEqualTo(Refusal.BAD_KEY);
  }
}
