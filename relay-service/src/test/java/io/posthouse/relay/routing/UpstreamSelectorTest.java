package io.posthouse.relay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.relay.protocol.Provider;
import io.posthouse.relay.protocol.Surface;
import io.posthouse.transport.Egress;
import io.posthouse.transport.Origin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UpstreamSelectorTest {

  private final AtomicLong nanos = new AtomicLong();
  private final UpstreamHealth health = new UpstreamHealth(4, nanos::get);
  private final Random random = new Random(1);
  private final UpstreamSelector selector = new UpstreamSelector(health, random::nextInt);

  private static Upstream upstream(String name, int priority, int weight, String... credentials) {
    return new Upstream(
        name,
        1,
        Provider.OPENAI,
        new Origin(true, "x", 443, Origin.TLS_1_3, Egress.DIRECT),
        "",
        credentials.length == 0 ? List.of("c-" + name) : List.of(credentials),
        Map.of("m", "m"),
        Set.of(Surface.CHAT),
        priority,
        weight,
        true,
        false,
        null,
        TranslationOptions.USUAL);
  }

  private final Upstream first = upstream("first", 0, 1);
  private final Upstream second = upstream("second", 1, 1);

  private Pick next(Tried tried, @Nullable String preferred, Upstream... all) {
    return selector.next(List.of(all), "m", Surface.CHAT, tried, preferred);
  }

  private Turn take(Upstream... all) {
    Pick pick = next(new Tried(), null, all);
    assertThat(pick).isInstanceOf(Pick.Take.class);
    return ((Pick.Take) pick).turn();
  }

  /** Who is picked; the turn is given back at once, without a word. */
  private String name(Upstream... all) {
    Turn turn = take(all);
    turn.over();
    return turn.upstream().name();
  }

  private void fails(Upstream upstream) {
    Turn turn = take(upstream);
    turn.failed();
    turn.over();
  }

  private void pass(long seconds) {
    nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }

  @Test
  void takesTheSmallestPriorityAndNeverTheSameUpstreamOrCredentialTwice() {
    // Given
    Tried tried = new Tried();
    Upstream twin = upstream("twin", 0, 1, "c-first");

    // When // Then
    tried.add(take(second, first));
    assertThat(tried.contains(first)).isTrue();
    Pick.Take then = (Pick.Take) next(tried, null, first, twin, second);
    assertThat(then.turn().upstream()).isEqualTo(second);
    tried.add(then.turn());
    assertThat(next(tried, null, first, twin, second)).isEqualTo(new Pick.Exhausted());
  }

  @Test
  void sharesAmongEqualsByWeight() {
    // Given
    Upstream heavy = upstream("heavy", 0, 900);
    Upstream light = upstream("light", 0, 100);
    Map<String, Integer> counts = new HashMap<>();

    // When
    for (int i = 0; i < 10_000; i++) {
      counts.merge(name(heavy, light), 1, Integer::sum);
    }

    // Then
    assertThat(counts.get("light")).isBetween(800, 1200);
  }

  @Test
  void amongEqualsTheLeastLoadedForItsWeightIsTaken() {
    // Given
    Upstream heavy = upstream("heavy", 0, 3);
    Upstream light = upstream("light", 0, 1);
    Map<String, Integer> running = new HashMap<>();

    // When: four calls that go on
    for (int i = 0; i < 4; i++) {
      running.merge(take(heavy, light).upstream().name(), 1, Integer::sum);
    }

    // Then
    assertThat(running).containsEntry("heavy", 3).containsEntry("light", 1);
  }

  @Test
  void anUpstreamThatFailedRestsTenSecondsGrowingToSixty() {
    // When // Then
    fails(first);
    for (int rest : new int[] {10, 20, 40, 60, 60}) {
      pass(rest - 1);
      assertThat(name(first, second)).as("rest of %s s", rest).isEqualTo("second");
      pass(1);
      assertThat(name(first, second)).isEqualTo("first");
      fails(first);
    }
  }

  @Test
  void aHalfOpenBreakerLetsOneProbeThroughAndItsSuccessClosesIt() {
    // Given
    fails(first);
    pass(10);

    // When // Then
    Turn probe = take(first, second);
    assertThat(probe.upstream()).isEqualTo(first);
    assertThat(name(first, second)).isEqualTo("second");
    probe.answered();
    probe.over();
    assertThat(name(first, second)).isEqualTo("first");
  }

  @Test
  void oneFailureAmongManyAnswersOpensNothing() {
    // Given
    for (int i = 0; i < 10; i++) {
      Turn turn = take(first);
      turn.answered();
      turn.over();
    }

    // When
    fails(first);

    // Then
    assertThat(name(first, second)).isEqualTo("first");
  }

  @Test
  void oneModelsBreakerLeavesTheOthersAlone() {
    // Given
    fails(first);

    // When
    Pick other = selector.next(List.of(first, second), "another", Surface.CHAT, new Tried(), null);

    // Then
    assertThat(((Pick.Take) other).turn().upstream()).isEqualTo(first);
  }

  @Test
  void theOneWhoseRestEndsFirstIsTriedRatherThanNone() {
    // Given
    fails(first);
    pass(3);
    fails(second);

    // When // Then
    assertThat(name(second, first)).isEqualTo("first");
  }

  @Test
  void aPauseThatWasAskedForAndADeadCredentialRefuse() {
    // Given
    Turn turn = take(first);
    turn.limited(Duration.ofSeconds(7));
    turn.over();
    Turn other = take(second);
    other.refused();
    other.over();
    pass(2);

    // When // Then
    assertThat(next(new Tried(), null, first, second))
        .isEqualTo(new Pick.Limited(Duration.ofSeconds(5)));
    assertThat(next(new Tried(), null, second)).isEqualTo(new Pick.Refused());
    pass(3600);
    assertThat(next(new Tried(), null, second)).isEqualTo(new Pick.Refused());
    health.learn(second, 0, UpstreamProbe.Outcome.TAKEN);
    assertThat(name(second)).isEqualTo("second");
  }

  @Test
  void severalCredentialsAreUsedInTurnAndOneThatIsOutIsLeftOut() {
    // Given
    Upstream many = upstream("many", 0, 1, "a", "b", "c");
    List<String> used = new ArrayList<>();

    // When
    for (int i = 0; i < 6; i++) {
      Turn turn = take(many);
      used.add(turn.credential());
      if (turn.credential().equals("b")) {
        turn.refused();
      }
      turn.over();
    }

    // Then
    assertThat(used.subList(0, 3)).containsExactly("a", "b", "c");
    assertThat(used.subList(3, 6)).containsOnly("a", "c");
  }

  @Test
  void aSessionsOwnUpstreamComesFirstWhateverItsPriority() {
    // When // Then
    assertThat(((Pick.Take) next(new Tried(), "second", first, second)).turn().upstream())
        .isEqualTo(second);
    fails(second);
    assertThat(((Pick.Take) next(new Tried(), "second", first, second)).turn().upstream())
        .isEqualTo(first);
  }

  @Test
  void aFullUpstreamIsPassedOverAndWhenAllAreFullThereIsNoPlace() {
    // Given: a limit of four
    List<Turn> running = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      running.add(take(first));
    }

    // When // Then
    assertThat(name(first, second)).isEqualTo("second");
    assertThat(next(new Tried(), null, first)).isEqualTo(new Pick.Busy());
    running.getFirst().over();
    assertThat(name(first)).isEqualTo("first");
  }

  @Test
  void whenTheWellOnesStayFullARestingOneIsTriedRatherThanTheCallRefused() {
    // Given
    fails(second);
    for (int i = 0; i < 4; i++) {
      take(first);
    }
    assertThat(next(new Tried(), null, first, second)).isEqualTo(new Pick.Busy());

    // When
    Pick pick = selector.insteadOfWaiting(List.of(first, second), "m", Surface.CHAT, new Tried());

    // Then
    assertThat(((Pick.Take) pick).turn().upstream()).isEqualTo(second);
    assertThat(selector.insteadOfWaiting(List.of(first), "m", Surface.CHAT, new Tried()))
        .isNotInstanceOf(Pick.Take.class);
  }

  @Test
  void theLimitFallsWhenAnUpstreamSaysTooMuch() {
    // Given
    UpstreamHealth roomy = new UpstreamHealth(100, nanos::get);
    UpstreamSelector its = new UpstreamSelector(roomy, random::nextInt);
    for (int i = 0; i < 20; i++) {
      Turn turn =
          ((Pick.Take) its.next(List.of(first), "m", Surface.CHAT, new Tried(), null)).turn();
      turn.overloaded();
      turn.over();
    }

    // When
    int places = 0;
    while (its.next(List.of(first), "m", Surface.CHAT, new Tried(), null) instanceof Pick.Take) {
      places++;
    }

    // Then
    assertThat(places).isBetween(4, 15);
  }
}
