package io.posthouse.billing.pricing;

/** What a pin comes to. */
public sealed interface PinnedPrice {

  /**
   * The prices that count. The multiplier may be another version than the pinned one: of an
   * announced change, what was in force at the call's start wins.
   */
  record Accepted(OfficialPrice official, ChannelMultiplier multiplier) implements PinnedPrice {}

  /**
   * The pin cannot be believed; the call goes to quarantine.
   *
   * @param why what was wrong and what was expected
   */
  record Refused(String why) implements PinnedPrice {}
}
