package io.posthouse.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.billing.money.Money;
import io.posthouse.billing.wallet.Wallet;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;

/** M8: the database is put back to an older backup, and the topic is read again from its start. */
class RestoreIT extends UsageFixture {

  /** Every table of the service, as a list for SQL. */
  private static final String TABLES =
      """
      select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition
        and c.relname <> 'flyway_schema_history'
      """;

  @Autowired private KafkaListenerEndpointRegistry listeners;
  @Autowired private JdbcClient jdbc;

  @AfterEach
  void dropTheBackup() throws SQLException {
    asSuperuser("drop schema if exists backup cascade");
  }

  @Test
  void aReplayOfTheTopicBringsARestoredDatabaseToTheBalancesThatItHad() throws Exception {
    // Given: calls before the backup, and others after it, one of them on a lease that the backup
    // does not know
    List<UUID> accounts = new ArrayList<>();
    List<Money> leased = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      accounts.add(funded("5"));
    }
    take(calls(accounts, 1, 40));
    listeners.stop();
    backUp();
    listeners.start();
    UUID lease = lease(accounts.getFirst(), "0.5");
    List<ProducerRecord<String, byte[]>> later = calls(accounts, 41, 40);
    later.add(record(sample(accounts.getFirst()).lease(lease).node(node, epoch, 81)));
    take(later);
    List<Money> before = new ArrayList<>();
    for (UUID account : accounts) {
      Wallet wallet = wallets.find(account).orElseThrow();
      before.add(wallet.balance());
      leased.add(wallet.leased());
    }
    assertThat(leased.getFirst()).isEqualTo(Money.usd("0.4856"));

    // When
    listeners.stop();
    restore();
    long recordedInTheBackup = recorded();
    UsageTopic.rewind();
    listeners.start();
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> UsageTopic.lag() == 0);

    // Then
    assertThat(recordedInTheBackup).isEqualTo(40);
    assertThat(recorded()).isEqualTo(81);
    assertThat(accounts.stream().map(account -> wallets.find(account).orElseThrow().balance()))
        .containsExactlyElementsOf(before);
  }

  private List<ProducerRecord<String, byte[]>> calls(List<UUID> accounts, int first, int count) {
    List<ProducerRecord<String, byte[]>> calls = new ArrayList<>();
    for (int seq = first; seq < first + count; seq++) {
      calls.add(record(sample(accounts.get(seq % accounts.size())).node(node, epoch, seq)));
    }
    Collections.shuffle(calls, new Random(first));
    return calls;
  }

  private static ProducerRecord<String, byte[]> record(UsageSample call) {
    return UsageTopic.record(call.requestId().toString(), call.payload());
  }

  private void take(List<ProducerRecord<String, byte[]>> calls) {
    long expected = recorded() + calls.size();
    UsageTopic.send(calls);
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> recorded() == expected);
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> UsageTopic.lag() == 0);
  }

  private long recorded() {
    return jdbc.sql("select count(*) from usage where node = :node")
        .param("node", node)
        .query(Long.class)
        .single();
  }

  /** A copy of every table, as a backup of that moment would hold it. */
  private static void backUp() throws SQLException {
    asSuperuser(
        """
        begin isolation level repeatable read;
        drop schema if exists backup cascade;
        create schema backup;
        do $$ declare t record; begin
          for t in %s loop
            execute format('create table backup.%%I as table public.%%I', t.name, t.name);
          end loop;
        end $$;
        commit
        """
            .formatted(TABLES));
  }

  /** Empties every table, and fills it from the backup; triggers and foreign keys do not fire. */
  private static void restore() throws SQLException {
    asSuperuser(
        """
        begin;
        set local session_replication_role = replica;
        do $$ declare t record; names text; columns text; begin
          select string_agg(format('public.%%I', name), ', ') into names from (%1$s) tables;
          execute 'truncate ' || names;
          for t in %1$s loop
            select string_agg(quote_ident(attname), ', ' order by attnum) into columns from pg_attribute
            where attrelid = ('public.' || quote_ident(t.name))::regclass and attnum > 0 and not attisdropped
              and attgenerated = '';
            execute format('insert into public.%%1$I (%%2$s) overriding system value select %%2$s from backup.%%1$I',
              t.name, columns);
          end loop;
        end $$;
        commit
        """
            .formatted(TABLES));
  }

  /** Again when the service's own timers had a table that was wanted too. */
  private static void asSuperuser(String sql) throws SQLException {
    for (int tries = 5; ; tries--) {
      try {
        execute(sql);
        return;
      } catch (SQLException failed) {
        if (tries == 1 || !"40P01".equals(failed.getSQLState())) {
          throw failed;
        }
      }
    }
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                database().url(), database().user(), database().password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
