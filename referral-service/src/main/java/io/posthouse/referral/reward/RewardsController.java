package io.posthouse.referral.reward;

import io.posthouse.web.Cursor;
import io.posthouse.web.Items;
import io.posthouse.web.Person;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What a customer's invitations earned. */
@RestController
class RewardsController {

  /** Above every UUIDv7. */
  static final UUID LATEST = UUID.fromString("ffffffff-ffff-ffff-ffff-ffffffffffff");

  private final RewardRows rows;

  RewardsController(RewardRows rows) {
    this.rows = rows;
  }

  @GetMapping("/api/referral/rewards")
  Items<RewardView> own(
      Person person, @RequestParam @Nullable Integer limit, @RequestParam @Nullable String cursor) {
    int size = Cursor.limit(limit);
    UUID account = UUID.fromString(person.account());
    List<RewardView> found =
        rows.findOf(account, before(cursor), Limit.of(size + 1)).stream()
            .map(RewardView::of)
            .toList();
    return Items.page(found, size, RewardView::id);
  }

  static UUID before(@Nullable String cursor) {
    String position = Cursor.decode(cursor);
    return position == null ? LATEST : UUID.fromString(position);
  }
}
