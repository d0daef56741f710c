package io.posthouse.notification.notice;

import io.posthouse.notification.wording.Language;
import io.posthouse.notification.wording.Wording;
import io.posthouse.notification.wording.Wordings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Everything that was said. Thread-safe. */
@Repository
public class Notices {

  private final JdbcClient jdbc;

  Notices(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Says it: with the commit of the surrounding transaction it is out. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void publish(Notice notice) {
    jdbc.sql(
            """
            insert into notices (id, category, announcement_id, revision, account_id, by_email,
              title_en, title_zh, text_en, text_zh, html_en, html_zh,
              announced_at, open_until, shown_until)
            values (:id, :category, :announcement, :revision, :account, :byEmail,
              :titleEn, :titleZh, :textEn, :textZh, :htmlEn, :htmlZh,
              :announcedAt, :openUntil, :shownUntil)
            """)
        .param("id", notice.id())
        .param("category", notice.category().name())
        .param("announcement", notice.announcementId())
        .param("revision", notice.revision())
        .param("account", notice.accountId())
        .param("byEmail", notice.byEmail())
        .param("titleEn", notice.wordings().en().title())
        .param("titleZh", notice.wordings().zh().title())
        .param("textEn", notice.wordings().en().text())
        .param("textZh", notice.wordings().zh().text())
        .param("htmlEn", notice.wordings().en().html())
        .param("htmlZh", notice.wordings().zh().html())
        .param("announcedAt", Timestamp.from(notice.announcedAt()))
        .param("openUntil", Timestamp.from(notice.openUntil()))
        .param("shownUntil", Timestamp.from(notice.shownUntil()))
        .update();
  }

  /**
   * A later notice replaces these: who registers from now on does not hear of them, and they are no
   * longer listed. Whoever was to be told still is.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void supersede(UUID announcementId, Instant now) {
    jdbc.sql(
            """
            update notices set open_until = least(open_until, :now), shown_until = least(shown_until, :now)
            where announcement_id = :announcement
            """)
        .param("now", Timestamp.from(now))
        .param("announcement", announcementId)
        .update();
  }

  /** One notice in one language. */
  public Optional<Wording> wording(UUID noticeId, Language language) {
    return jdbc.sql("select * from notices where id = :id")
        .param("id", noticeId)
        .query((row, n) -> wordings(row).in(language))
        .optional();
  }

  /** What is listed in public now, newest first, at most 200. */
  public List<Notice> shown(Instant now) {
    return jdbc.sql(
            """
            select * from notices where account_id is null and shown_until > :now
            order by announced_at desc, id desc limit 200
            """)
        .param("now", Timestamp.from(now))
        .query((row, n) -> notice(row))
        .list();
  }

  private static Notice notice(ResultSet row) throws SQLException {
    return new Notice(
        row.getObject("id", UUID.class),
        Category.valueOf(row.getString("category")),
        row.getObject("announcement_id", UUID.class),
        row.getInt("revision"),
        row.getObject("account_id", UUID.class),
        row.getBoolean("by_email"),
        wordings(row),
        row.getTimestamp("announced_at").toInstant(),
        row.getTimestamp("open_until").toInstant(),
        row.getTimestamp("shown_until").toInstant());
  }

  private static Wordings wordings(ResultSet row) throws SQLException {
    return new Wordings(
        new Wording(row.getString("title_en"), row.getString("text_en"), row.getString("html_en")),
        new Wording(row.getString("title_zh"), row.getString("text_zh"), row.getString("html_zh")));
  }
}
