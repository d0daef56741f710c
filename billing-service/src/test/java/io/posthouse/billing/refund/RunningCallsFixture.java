package io.posthouse.billing.refund;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import io.posthouse.billing.Contracts;
import io.posthouse.billing.Http;
import io.posthouse.billing.ledger.TrialBalance;
import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.pricing.ChannelPrices;
import io.posthouse.billing.pricing.ChannelState;
import io.posthouse.billing.pricing.OfficialPrices;
import io.posthouse.billing.pricing.PriceBook;
import io.posthouse.billing.pricing.Rates;
import io.posthouse.billing.pricing.Tariff;
import io.posthouse.billing.usage.UsageSample;
import io.posthouse.billing.usage.UsageTopic;
import io.posthouse.billing.wallet.CreditLeases;
import io.posthouse.billing.wallet.LeaseAnswer;
import io.posthouse.billing.wallet.LeaseDesk;
import io.posthouse.billing.wallet.LeaseRequest;
import io.posthouse.billing.wallet.RelayNodes;
import io.posthouse.billing.wallet.Withdrawals;
import io.posthouse.billing.web.MoneyView;
import io.posthouse.testing.RealServers;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Relay nodes with calls that run: what billing-service sees of them. */
abstract class RunningCallsFixture extends TerminationFixture {

  private static final String ANNOUNCED = "notification.service-termination-announced.v1";

  @Autowired TrialBalance trialBalance;
  @Autowired private RefundStore store;
  @Autowired private Refunds asked;
  @Autowired private CreditLeases leases;
  @Autowired private LeaseDesk desk;
  @Autowired private RelayNodes relays;
  @Autowired Withdrawals withdrawals;
  @Autowired private ChannelPrices channels;
  @Autowired private OfficialPrices officials;
  @Autowired private PriceBook book;

  private final String channel = "c-" + UUID.randomUUID();
  private final String model = "m-" + UUID.randomUUID();
  private UUID official;
  private UUID multiplier;

  /** 3 and 15 USD per million tokens, at 0.80. */
  @BeforeEach
  void priceAModel() {
    channels.take(
        new ChannelState(
            channel, "Demo", "演示", 10, List.of(model), true, new BigDecimal("0.80"), 1));
    BigDecimal three = new BigDecimal("3");
    official =
        officials
            .set(
                model,
                Tariff.of(new Rates(three, new BigDecimal("15"), three, three, three)),
                null,
                "test")
            .getId();
    multiplier =
        book.pages(List.of(), List.of(channel)).multiplier(channel, clock.instant()).getId();
  }

  /** A call that runs, on a lease of its own. */
  static final class Call {

    private final UsageSample usage;
    private final UUID account;
    private final UUID lease;
    private final Money granted;
    private final Money cost;
    private final boolean bonus;
    private volatile boolean over;

    Call(UsageSample usage, UUID account, LeaseAnswer.Granted granted, Money cost, boolean bonus) {
      this.usage = usage;
      this.account = account;
      this.lease = granted.lease().id();
      this.granted = granted.granted();
      this.cost = cost;
      this.bonus = bonus;
    }

    void end() {
      over = true;
    }

    Money reserved() {
      return Money.usd(granted.amount().multiply(new BigDecimal("0.8")));
    }

    Money cost() {
      return cost;
    }

    /** Whether its lease took bonus out of the wallet. */
    boolean hadBonus() {
      return bonus;
    }

    ProducerRecord<String, byte[]> record() {
      return UsageTopic.record(account.toString(), usage.payload());
    }
  }

  /** A relay node: its calls, numbered in the order in which they began. */
  final class Node {

    private final String name = "relay-" + UUID.randomUUID();
    private final long epoch = relays.startEpoch(name);
    private final List<Call> calls = new CopyOnWriteArrayList<>();

    /** A call begins: 80 cents of each dollar of its lease are reserved for it. */
    Call begin(UUID account, String usd, long input, long output) {
      LeaseAnswer.Granted granted = (LeaseAnswer.Granted) grant(this, account, usd);
      UUID lease = granted.lease().id();
      UsageSample usage =
          new UsageSample(
                  account, UuidCreator.getTimeOrderedEpoch(), model, channel, official, multiplier)
              .startedAt(clock.instant())
              .tokens(input, output)
              .lease(lease)
              .node(name, epoch, calls.size() + 1L);
      Money cost =
          Money.usd(
              new BigDecimal(input * 3 + output * 15)
                  .multiply(new BigDecimal("0.80"))
                  .movePointLeft(6));
      Call call = new Call(usage, account, granted, cost, granted.lease().bonusRest().isPositive());
      calls.add(call);
      return call;
    }

    /**
     * Reports over HTTP: what no call holds goes back, and no lease is spent from any more.
     *
     * @return what billing-service lets it go on with
     */
    List<String> report(int port) {
      ObjectNode body = Http.JSON.createObjectNode();
      for (Call call : calls) {
        Money held = call.over ? call.cost.min(call.granted) : call.reserved();
        put(body, call, call.granted.minus(held));
      }
      return report(port, body);
    }

    /** Reports that so much of a call's lease went back in all, and that it is over. */
    void giveBack(int port, Call call, Money returned) {
      ObjectNode body = Http.JSON.createObjectNode();
      put(body, call, returned);
      report(port, body);
    }

    private void put(ObjectNode body, Call call, Money returned) {
      body.withArray("leases")
          .addObject()
          .put("leaseId", call.lease.toString())
          .put("over", true)
          .putObject("returned")
          .put("amount", returned.plain())
          .put("currency", "USD");
    }

    private List<String> report(int port, ObjectNode body) {
      Http.Answer answer =
          new Http(port)
              .service(
                  "POST",
                  "/internal/nodes/" + name + "/epochs/" + epoch + "/renewals",
                  body.toString());
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      return answer.json().get("active").valueStream().map(JsonNode::asString).toList();
    }
  }

  List<Node> startNodes(int count) {
    UsageTopic.ensure(UsageTopic.NAME);
    UsageTopic.ensure(ANNOUNCED);
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      nodes.add(new Node());
    }
    return nodes;
  }

  LeaseAnswer grant(Node node, UUID account, String usd) {
    Money money = Money.usd(usd);
    return desk.grant(
        new LeaseRequest(
            UuidCreator.getTimeOrderedEpoch(),
            node.name,
            node.epoch,
            account,
            null,
            null,
            money,
            money,
            money,
            money));
  }

  /**
   * What other tests left in wallets, or on its way out of them, is given up, so that the service
   * can be done ending.
   */
  void emptyAllWallets() {
    store.approveAll(clock.instant());
    jdbc.sql("select id from refund where status = 'approved'")
        .query(UUID.class)
        .list()
        .forEach(id -> asked.failed(id, "ended for a test"));
    jdbc.sql("select id from credit_lease where state <> 'closed'")
        .query(UUID.class)
        .list()
        .forEach(id -> leases.giveBack(leases.find(id).orElseThrow()));
    jdbc.sql("select account_id from wallet where paid + bonus > 0")
        .query(UUID.class)
        .list()
        .forEach(id -> withdrawals.forfeit(id, null, "emptied for a test:" + UUID.randomUUID()));
  }

  /** As notification-service tells it. */
  static void announce(UUID termination, Instant at, Instant endsAt) {
    ObjectNode event =
        (ObjectNode)
            Http.JSON.readTree(
                Contracts.sample("notification-service", "service-termination-announced.v1"));
    event
        .put("terminationId", termination.toString())
        .put("announcedAt", at.toString())
        .put("endsAt", endsAt.toString());
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(ANNOUNCED, "all", Http.JSON.writeValueAsBytes(event));
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("ce_id", UuidCreator.getTimeOrderedEpoch().toString());
    headers.put("ce_type", ANNOUNCED);
    headers.put("ce_source", "/notification-service");
    headers.put("ce_time", at.toString());
    headers.forEach(
        (name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
    try (KafkaProducer<String, byte[]> kafka =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", RealServers.kafkaBootstrap()),
            new StringSerializer(),
            new ByteArraySerializer())) {
      kafka.send(record).get();
    } catch (ExecutionException failed) {
      throw new IllegalStateException(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  BigDecimal paidOutBySandbox(JsonNode order) {
    return jdbc.sql("select coalesce(sum(amount_cny), 0) from sandbox_refund where order_id = :id")
        .param("id", UUID.fromString(order.get("id").asString()))
        .query(BigDecimal.class)
        .single();
  }

  /** What of an account's calls no wallet could pay. */
  BigDecimal deficitOf(UUID account) {
    return jdbc.sql(
            """
            select coalesce(sum(p.amount), 0) from ledger_transaction t join posting p on p.transaction_id = t.id
            where t.wallet_id = :account and p.from_account = 'deficit'
            """)
        .param("account", account)
        .query(BigDecimal.class)
        .single();
  }

  static Money money(MoneyView usd) {
    return usd.toMoney("usd", Currency.USD);
  }
}
