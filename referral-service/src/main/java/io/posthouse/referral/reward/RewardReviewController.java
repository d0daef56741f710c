package io.posthouse.referral.reward;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthouse.referral.money.Money;
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
import org.springframework.data.domain.Limit;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The operators' review of rewards that look like abuse (P52). */
@RestController
@RequestMapping("/api/operator/referral-rewards")
class RewardReviewController {

  private final RewardRows rows;
  private final Reviews reviews;

  RewardReviewController(RewardRows rows, Reviews reviews) {
    this.rows = rows;
    this.reviews = reviews;
  }

  @GetMapping
  Items<View> list(
      @RequestParam(defaultValue = "held") String status,
      @RequestParam @Nullable Integer limit,
      @RequestParam @Nullable String cursor) {
    int size = Cursor.limit(limit);
    List<View> found =
        rows
            .findByStatus(status(status), RewardsController.before(cursor), Limit.of(size + 1))
            .stream()
            .map(View::of)
            .toList();
    return Items.page(found, size, View::id);
  }

  private static RewardStatus status(String text) {
    try {
      return RewardStatus.of(text);
    } catch (IllegalArgumentException unknown) {
      throw ProblemException.badRequest(
          "status: unknown (expected: pending, held, granted, refused or revoked)");
    }
  }

  @PutMapping("/{id}/decision")
  View decide(Person operator, @PathVariable UUID id, @Valid @RequestBody Decision decision) {
    Reward decided =
        switch (decision.decision()) {
          case "grant" -> reviews.grant(id, operator.subject());
          case "cancel" -> reviews.cancel(id, operator.subject());
          default ->
              throw ProblemException.unprocessable(
                  "invalid-decision", "decision: unknown (expected: grant or cancel)");
        };
    return View.of(decided);
  }

  record Decision(@NotNull String decision) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record View(
      String id,
      String inviterId,
      String refereeId,
      Money amount,
      RewardStatus status,
      @Nullable String reason,
      Instant dueAt) {

    static View of(Reward reward) {
      return new View(
          reward.id().toString(),
          reward.inviterId().toString(),
          reward.refereeId().toString(),
          Money.usd(reward.amount()),
          reward.status(),
          reward.reason(),
          reward.dueAt());
    }
  }
}
