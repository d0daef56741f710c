package io.posthouse.billing.credit;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.billing.audit.Audit;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.rows.RowTimes;
import io.posthouse.billing.wallet.BonusKind;
import io.posthouse.billing.wallet.Wallets;
import io.posthouse.billing.web.MoneyView;
import io.posthouse.web.ProblemException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Redeem codes (I16). Thread-safe. */
@Component
@Transactional
class RedeemCodes {

  private static final Pattern FORM = Pattern.compile("[A-Z0-9][A-Z0-9-]{3,39}");

  /** Without letters and digits that look alike. */
  private static final String DRAWN_FROM = "ABCDEFGHJKMNPQRSTVWXYZ23456789";

  private static final int DRAWN_LENGTH = 16;

  private final JdbcClient jdbc;
  private final Wallets wallets;
  private final Audit audit;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  RedeemCodes(JdbcClient jdbc, Wallets wallets, Audit audit, Clock clock) {
    this.jdbc = jdbc;
    this.wallets = wallets;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Makes a code.
   *
   * @param name null to draw one
   * @param amount USD, above zero
   * @param limit above zero
   * @throws ProblemException 409 when there is one of that name
   */
  RedeemCode create(
      @Nullable String name,
      Money amount,
      int limit,
      @Nullable Instant validFrom,
      @Nullable Instant validUntil,
      String person) {
    String code = name == null ? draw() : canonical(name);
    if (!FORM.matcher(code).matches()) {
      throw ProblemException.unprocessable(
          "invalid-code", "code: malformed (expected: " + FORM.pattern() + ")");
    }
    Instant now = clock.instant();
    int made =
        jdbc.sql(
                """
                insert into redeem_code (code, amount_usd, redemption_limit, valid_from, valid_until, created_at)
                values (:code, :amount, :limit, :from, :until, :now) on conflict do nothing
                """)
            .param("code", code)
            .param("amount", amount.amount())
            .param("limit", limit)
            .param("from", Timestamp.from(validFrom == null ? now : validFrom))
            .param("until", validUntil == null ? null : Timestamp.from(validUntil), Types.TIMESTAMP)
            .param("now", Timestamp.from(now))
            .update();
    if (made == 0) {
      throw ProblemException.conflict("code-exists", "code: " + code + " exists");
    }
    audit.record(person, "redeem-code.created", code, amount + ", at most " + limit + " times");
    return find(code);
  }

  private String draw() {
    StringBuilder code = new StringBuilder(DRAWN_LENGTH);
    for (int i = 0; i < DRAWN_LENGTH; i++) {
      code.append(DRAWN_FROM.charAt(random.nextInt(DRAWN_FROM.length())));
    }
    return code.toString();
  }

  private static String canonical(String code) {
    return code.strip().toUpperCase(Locale.ROOT);
  }

  /** Switches a code on or off. */
  RedeemCode enable(String name, boolean enabled, String person) {
    String code = canonical(name);
    int changed =
        jdbc.sql("update redeem_code set enabled = :enabled where code = :code")
            .param("enabled", enabled)
            .param("code", code)
            .update();
    if (changed == 0) {
      throw ProblemException.notFound("redeem code " + code);
    }
    audit.record(person, enabled ? "redeem-code.enabled" : "redeem-code.disabled", code, "");
    return find(code);
  }

  /**
   * Redeems a code for an account, once.
   *
   * @return what was credited
   * @throws ProblemException 409 for a second time, 422 when the code is not good (any more)
   */
  Money redeem(UUID account, String name) {
    String code = canonical(name);
    if (wallets.find(account).isEmpty()) {
      throw ProblemException.conflict(
          "wallet-not-ready", "The wallet is not open yet. Try again in a few seconds.");
    }
    if (!FORM.matcher(code).matches() || !exists(code)) {
      throw notGood();
    }
    UUID id = UuidCreator.getTimeOrderedEpoch();
    int first =
        jdbc.sql(
                """
                insert into redemption (id, code, account_id, redeemed_at) values (:id, :code, :account, :now)
                on conflict do nothing
                """)
            .param("id", id)
            .param("code", code)
            .param("account", account)
            .param("now", Timestamp.from(clock.instant()))
            .update();
    if (first == 0) {
      throw ProblemException.conflict("already-redeemed", "This account has redeemed the code.");
    }
    Money amount =
        jdbc.sql(
                """
                update redeem_code set redeemed = redeemed + 1
                where code = :code and enabled and redeemed < redemption_limit and valid_from <= :now
                  and (valid_until is null or valid_until > :now)
                returning amount_usd
                """)
            .param("code", code)
            .param("now", Timestamp.from(clock.instant()))
            .query((row, n) -> Money.usd(row.getBigDecimal(1)))
            .optional()
            .orElseThrow(RedeemCodes::notGood);
    wallets.creditBonus(account, amount, id.toString(), BonusKind.REDEMPTION);
    return amount;
  }

  private boolean exists(String code) {
    return jdbc.sql("select exists (select from redeem_code where code = :code)")
        .param("code", code)
        .query(Boolean.class)
        .single();
  }

  /** One answer for a code that is unknown, used up, over or off. */
  private static ProblemException notGood() {
    return ProblemException.unprocessable(
        "code-not-valid", "The code is unknown, used up or not valid now.");
  }

  private RedeemCode find(String code) {
    return jdbc.sql("select * from redeem_code where code = :code")
        .param("code", code)
        .query(RedeemCodes::read)
        .single();
  }

  /** By name. */
  @Transactional(readOnly = true)
  List<RedeemCode> list(String after, int limit) {
    return jdbc.sql("select * from redeem_code where code > :after order by code limit :limit")
        .param("after", after)
        .param("limit", limit)
        .query(RedeemCodes::read)
        .list();
  }

  private static RedeemCode read(ResultSet row, int n) throws SQLException {
    return new RedeemCode(
        row.getString("code"),
        MoneyView.of(Money.usd(row.getBigDecimal("amount_usd"))),
        row.getInt("redemption_limit"),
        row.getInt("redeemed"),
        row.getTimestamp("valid_from").toInstant(),
        RowTimes.instant(row, "valid_until"),
        row.getBoolean("enabled"));
  }
}
