package io.posthouse.notification.notice;

import io.posthouse.notification.recipient.Recipient;
import io.posthouse.notification.recipient.Recipients;
import io.posthouse.notification.wording.Language;
import io.posthouse.web.Items;
import io.posthouse.web.ProblemException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The in-site inbox of each account (P60). Thread-safe. */
@Service
class CustomerInbox {

  private static final String VISIBLE =
      """
      select n.id, n.category, n.title_en, n.title_zh, n.text_en, n.text_zh, n.announced_at, r.read_at
      from notices n left join notice_reads r on r.notice_id = n.id and r.account_id = :account
      where (n.account_id = :account
             or (n.account_id is null and (n.announced_at >= :registeredAt or n.open_until > :now)))
      """;

  private final JdbcClient jdbc;
  private final Recipients recipients;
  private final Clock clock;

  CustomerInbox(JdbcClient jdbc, Recipients recipients, Clock clock) {
    this.jdbc = jdbc;
    this.recipients = recipients;
    this.clock = clock;
  }

  /**
   * One page, newest first.
   *
   * @param otherwise the language when this service has not heard of the account yet
   */
  Items<InboxMessage> page(UUID account, Position before, int limit, Language otherwise) {
    Optional<Recipient> reader = recipients.find(account);
    Language language = reader.map(Recipient::language).orElse(otherwise);
    return Items.page(
        visible(
                VISIBLE
                    + """
                      and (n.announced_at, n.id) < (:beforeAt, :beforeId)
                      order by n.announced_at desc, n.id desc limit :rows
                      """,
                account,
                reader)
            .param("beforeAt", Timestamp.from(before.at()))
            .param("beforeId", before.id())
            .param("rows", limit + 1)
            .query((row, n) -> message(row, language))
            .list(),
        limit,
        message -> Position.of(message).toString());
  }

  /**
   * Marks a message as read, or as unread.
   *
   * @throws ProblemException 404 when it is not in this account's inbox
   */
  @Transactional
  InboxMessage mark(UUID account, UUID noticeId, boolean read, Language otherwise) {
    Optional<Recipient> reader = recipients.find(account);
    Language language = reader.map(Recipient::language).orElse(otherwise);
    find(account, noticeId, reader, language);
    String change =
        read
            ? """
              insert into notice_reads (account_id, notice_id, read_at) values (:account, :notice, :now)
              on conflict do nothing
              """
            : "delete from notice_reads where account_id = :account and notice_id = :notice";
    JdbcClient.StatementSpec statement =
        jdbc.sql(change).param("account", account).param("notice", noticeId);
    if (read) {
      statement = statement.param("now", Timestamp.from(clock.instant()));
    }
    statement.update();
    return find(account, noticeId, reader, language);
  }

  private InboxMessage find(
      UUID account, UUID noticeId, Optional<Recipient> reader, Language language) {
    return visible(VISIBLE + " and n.id = :notice", account, reader)
        .param("notice", noticeId)
        .query((row, n) -> message(row, language))
        .optional()
        .orElseThrow(() -> ProblemException.notFound("message " + noticeId));
  }

  private JdbcClient.StatementSpec visible(String sql, UUID account, Optional<Recipient> reader) {
    Instant now = clock.instant();
    return jdbc.sql(sql)
        .param("account", account)
        .param("registeredAt", Timestamp.from(reader.map(Recipient::registeredAt).orElse(now)))
        .param("now", Timestamp.from(now));
  }

  private static InboxMessage message(ResultSet row, Language language) throws SQLException {
    @Nullable Timestamp readAt = row.getTimestamp("read_at");
    return new InboxMessage(
        row.getString("id"),
        Category.valueOf(row.getString("category")),
        row.getString("title_" + language.tag()),
        row.getString("text_" + language.tag()),
        row.getTimestamp("announced_at").toInstant(),
        readAt == null ? null : readAt.toInstant());
  }
}
