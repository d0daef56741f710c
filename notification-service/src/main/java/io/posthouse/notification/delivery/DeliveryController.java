package io.posthouse.notification.delivery;

import io.posthouse.notification.notice.Category;
import io.posthouse.notification.wording.LocalizedText;
import io.posthouse.web.Cursor;
import io.posthouse.web.Items;
import io.posthouse.web.ProblemException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who was told what, when, by which way: account ids, never addresses. */
@RestController
@RequestMapping("/api/support/deliveries")
class DeliveryController {

  private final JdbcClient jdbc;

  DeliveryController(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * One page, latest notice first.
   *
   * @param announcementId only those of this price change or announcement
   * @param accountId only those to this account
   * @param status only {@code queued}, {@code sent} or {@code failed}
   */
  @GetMapping
  Items<DeliveryView> list(
      @RequestParam(required = false) @Nullable UUID announcementId,
      @RequestParam(required = false) @Nullable UUID accountId,
      @RequestParam(required = false) @Nullable String status,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    int most = Cursor.limit(limit);
    String[] after = after(Cursor.decode(cursor));
    return Items.page(
        jdbc.sql(
                """
                select d.*, n.announcement_id, n.revision, n.category, n.title_en, n.title_zh
                from deliveries d join notices n on n.id = d.notice_id
                where (cast(:announcement as uuid) is null or n.announcement_id = :announcement)
                  and (cast(:account as uuid) is null or d.account_id = :account)
                  and (cast(:status as text) is null or d.status = :status)
                  and (d.notice_id, d.account_id, d.way) < (cast(:notice as uuid), cast(:afterAccount as uuid), :way)
                order by d.notice_id desc, d.account_id desc, d.way desc limit :rows
                """)
            .param("announcement", announcementId)
            .param("account", accountId)
            .param("status", status == null ? null : known(status))
            .param("notice", after[0])
            .param("afterAccount", after[1])
            .param("way", after[2])
            .param("rows", most + 1)
            .query((row, n) -> view(row))
            .list(),
        most,
        view -> view.noticeId() + "|" + view.accountId() + "|" + view.way().name());
  }

  private static String known(String status) {
    return switch (status) {
      case "queued", "sent", "failed" -> status.toUpperCase(Locale.ROOT);
      default ->
          throw ProblemException.badRequest(
              "status: " + status + " (expected: queued, sent or failed)");
    };
  }

  private static String[] after(@Nullable String position) {
    if (position == null) {
      String last = new UUID(-1, -1).toString();
      return new String[] {last, last, "~"};
    }
    String[] parts = position.split("\\|", -1);
    if (parts.length != 3) {
      throw ProblemException.badRequest(
          "cursor: malformed (expected: the nextCursor of the page before)");
    }
    return parts;
  }

  private static DeliveryView view(ResultSet row) throws SQLException {
    @Nullable Timestamp toldAt = row.getTimestamp("told_at");
    return new DeliveryView(
        row.getString("account_id"),
        Way.valueOf(row.getString("way")),
        row.getString("status").toLowerCase(Locale.ROOT),
        row.getInt("attempts"),
        toldAt == null ? null : toldAt.toInstant(),
        row.getString("last_error"),
        row.getString("notice_id"),
        row.getString("announcement_id"),
        row.getInt("revision"),
        Category.valueOf(row.getString("category")),
        new LocalizedText(row.getString("title_en"), row.getString("title_zh")));
  }
}
