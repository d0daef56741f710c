package io.posthouse.referral.invitation;

import io.posthouse.referral.rule.RewardRule;
import io.posthouse.referral.rule.RuleColumns;
import io.posthouse.web.ProblemException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Makes and finds codes. */
@Component
@Transactional
class Codes {

  private final InvitationCodes codes;
  private final DefaultRule personalRule;
  private final Clock clock;

  Codes(InvitationCodes codes, DefaultRule personalRule, Clock clock) {
    this.codes = codes;
    this.personalRule = personalRule;
    this.clock = clock;
  }

  /** The account's personal code; made now if it has none yet. */
  String personal(UUID account) {
    Optional<InvitationCode> existing = codes.findPersonal(account);
    while (existing.isEmpty()) {
      codes.insertPersonal(CodeText.generate(), account, clock.instant());
      existing = codes.findPersonal(account);
    }
    return existing.get().code();
  }

  RewardRule personalRule() {
    return personalRule.rule();
  }

  /**
   * Makes an operator's code.
   *
   * @throws ProblemException 409 when the code exists
   */
  InvitationCode create(String code, UUID owner, RewardRule rule) {
    RuleColumns columns = RuleColumns.of(rule);
    int made =
        codes.insertOperator(
            code,
            owner,
            columns.kind(),
            columns.amount(),
            columns.ratio(),
            columns.cap(),
            clock.instant());
    if (made == 0) {
      throw ProblemException.conflict("code-exists", "code: " + code + " exists already.");
    }
    return codes.findByCode(code).orElseThrow();
  }

  /** The operators' codes in order, from after one of them. */
  List<InvitationCode> operatorCodes(String after, int limit) {
    return codes.findOperatorCodes(after, Limit.of(limit));
  }

  Optional<InvitationCode> find(String code) {
    return codes.findByCode(code);
  }
}
