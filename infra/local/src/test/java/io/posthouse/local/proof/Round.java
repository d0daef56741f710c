package io.posthouse.local.proof;

import io.posthouse.local.stack.Member;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Who is killed and who comes back, in which order, and how many calls begin between one and the
 * next.
 */
record Round(long seed, List<Step> steps) {

  private static final int LONGEST_GAP = 30;

  Round {
    steps = List.copyOf(steps);
  }

  /**
   * @param after so many calls more have begun
   */
  record Step(int after, Member who, boolean comesBack) {

    @Override
    public String toString() {
      return after + " calls, " + (comesBack ? "start " : "kill -9 ") + who;
    }
  }

  /** PostgreSQL, Kafka, billing-service and one of the relays, each killed once. */
  static Round of(long seed) {
    Random random = new Random(seed);
    Member relay = random.nextBoolean() ? Member.RELAY_1 : Member.RELAY_2;
    List<Member> victims =
        new ArrayList<>(List.of(Member.POSTGRESQL, Member.KAFKA, Member.BILLING, relay));
    Collections.shuffle(victims, random);
    List<Member> away = new ArrayList<>();
    List<Step> steps = new ArrayList<>();
    while (!victims.isEmpty() || !away.isEmpty()) {
      boolean comesBack = victims.isEmpty() || (!away.isEmpty() && random.nextInt(3) == 0);
      Member who = comesBack ? away.remove(random.nextInt(away.size())) : victims.removeFirst();
      if (!comesBack) {
        away.add(who);
      }
      steps.add(new Step(random.nextInt(LONGEST_GAP), who, comesBack));
    }
    return new Round(seed, steps);
  }
}
