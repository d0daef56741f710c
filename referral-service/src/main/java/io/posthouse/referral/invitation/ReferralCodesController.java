package io.posthouse.referral.invitation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthouse.referral.rule.RewardRule;
import io.posthouse.referral.rule.RuleView;
import io.posthouse.web.Cursor;
import io.posthouse.web.Items;
import io.posthouse.web.Person;
import io.posthouse.web.ProblemException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The operators' codes (P50: the reward is set by the code). */
@RestController
@RequestMapping("/api/operator/referral-codes")
class ReferralCodesController {

  private final Codes codes;

  ReferralCodesController(Codes codes) {
    this.codes = codes;
  }

  @GetMapping
  Items<View> list(@RequestParam @Nullable Integer limit, @RequestParam @Nullable String cursor) {
    int size = Cursor.limit(limit);
    String after = Cursor.decode(cursor);
    List<View> found =
        codes.operatorCodes(after == null ? "" : after, size + 1).stream().map(this::view).toList();
    return Items.page(found, size, View::code);
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  View create(Person person, @Valid @RequestBody Creation creation) {
    String code =
        CodeText.read(creation.code())
            .orElseThrow(
                () ->
                    ProblemException.unprocessable(
                        "invalid-code",
                        "code: not a code (expected: 3 to 32 letters, digits and hyphens)"));
    return view(codes.create(code, owner(person, creation.accountId()), rule(creation.rule())));
  }

  private static RewardRule rule(RuleView said) {
    try {
      return said.toRule();
    } catch (IllegalArgumentException invalid) {
      throw ProblemException.unprocessable("invalid-rule", String.valueOf(invalid.getMessage()));
    }
  }

  private static UUID owner(Person person, @Nullable UUID named) {
    if (named != null) {
      return named;
    }
    String own = person.accountId();
    if (own == null) {
      throw ProblemException.unprocessable(
          "no-account",
          "accountId: missing (expected: the account that the code rewards; this sign-in has none)");
    }
    return UUID.fromString(own);
  }

  private View view(InvitationCode code) {
    return new View(
        code.code(),
        code.ownerId().toString(),
        RuleView.of(code.rule(codes.personalRule())),
        code.createdAt());
  }

  /**
   * @param accountId whom the code rewards; the operator's own account unless named
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Creation(@NotNull String code, @NotNull @Valid RuleView rule, @Nullable UUID accountId) {}

  record View(String code, String accountId, RuleView rule, Instant createdAt) {}
}
