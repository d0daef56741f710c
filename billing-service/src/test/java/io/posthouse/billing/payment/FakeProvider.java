package io.posthouse.billing.payment;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.test.context.DynamicPropertyRegistry;
import tools.jackson.databind.json.JsonMapper;

/**
 * A provider with keys of its own making: takes our calls, checking our signatures, and signs what
 * it says. Subclasses speak one provider's protocol each.
 */
public abstract class FakeProvider {

  static final JsonMapper JSON = JsonMapper.builder().build();

  private static final AtomicLong numbers = new AtomicLong(System.nanoTime());

  final Map<String, Payment> payments = new ConcurrentHashMap<>();
  final FakeServer server = new FakeServer(this::answer);
  volatile boolean refundsArePending;
  volatile Answers answers = Answers.SIGNED;
  private final AtomicInteger asked = new AtomicInteger();

  /** How the provider's answers are signed. */
  public enum Answers {
    SIGNED,
    BY_SOMEBODY,
    UNSIGNED
  }

  /** What happened with an order. */
  public static final class Payment {
    final String reference;
    final String number = "42" + numbers.incrementAndGet();
    volatile long fen;
    volatile Instant paidAt;
    volatile boolean closed;
    final List<Refund> refunds = new CopyOnWriteArrayList<>();
    final List<DeskRefund> deskRefunds = new CopyOnWriteArrayList<>();

    Payment(String reference, long fen) {
      this.reference = reference;
      this.fen = fen;
    }

    /** What we asked the provider to collect. */
    public long fen() {
      return fen;
    }

    public boolean isClosed() {
      return closed;
    }

    public List<Refund> refunds() {
      return refunds;
    }
  }

  /** A refund, as the provider keeps it. */
  public record Refund(String id, long fen) {}

  /** A refund that somebody made at the provider's own desk. */
  record DeskRefund(long fen, Instant at) {

    boolean isOn(LocalDate day, StatementDays days) {
      return !at.isBefore(days.begin(day)) && at.isBefore(days.end(day));
    }
  }

  /** A callback to send. */
  public record Callback(String contentType, Map<String, String> headers, byte[] body) {

    static Callback of(String contentType, Map<String, String> headers, String body) {
      return new Callback(contentType, headers, body.getBytes(StandardCharsets.UTF_8));
    }
  }

  abstract FakeServer.Answer answer(FakeServer.Request request);

  /** The provider's name. */
  public abstract String name();

  /** Switches the provider on, with this fake behind it. */
  public abstract void register(DynamicPropertyRegistry registry);

  /** What it would call back now for a paid order, signed. */
  public abstract Callback callback(UUID order);

  /** The same, of another amount: signed rightly. */
  public abstract Callback callback(UUID order, long fen);

  /** What attackers send for an order that this provider was paid for: by kind. */
  public abstract Map<String, Callback> forgeries(UUID order);

  /** What must never be in a log. */
  public abstract List<String> secrets();

  /** The order as it was asked for; null when it never was. */
  public Payment payment(UUID order) {
    return payments.get(OrderReference.of(order));
  }

  /** The customer pays what was asked. */
  public void pay(UUID order, Instant at) {
    payment(order).paidAt = at;
  }

  /** Something that the customer paid without us having asked. */
  public void payUnasked(String reference, long fen, Instant at) {
    Payment payment = new Payment(reference, fen);
    payment.paidAt = at;
    payments.put(reference, payment);
  }

  /** The provider's books say another amount. */
  public void alter(UUID order, long fen) {
    payment(order).fen = fen;
  }

  /** Somebody refunds at the provider's own desk, without us. */
  public void refundAtTheDesk(UUID order, long fen, Instant at) {
    payment(order).deskRefunds.add(new DeskRefund(fen, at));
  }

  /** The provider's books know nothing of it. */
  public void lose(UUID order) {
    payments.remove(OrderReference.of(order));
  }

  /** Whether refunds are only taken, not done. */
  public void refundsArePending(boolean pending) {
    refundsArePending = pending;
  }

  /** Somebody on the way answers in the provider's place. */
  public void answers(Answers how) {
    answers = how;
  }

  /** Answers nothing until {@link #goOn()}. */
  public void hang() {
    server.hang();
  }

  public void goOn() {
    server.goOn();
  }

  /** How often the provider was asked for a payment. */
  public int asked() {
    return asked.get();
  }

  void countAsked() {
    asked.incrementAndGet();
  }

  /** Paid on a day of the provider's. */
  List<Payment> paidOn(LocalDate day, StatementDays days) {
    List<Payment> found = new ArrayList<>();
    for (Payment payment : payments.values()) {
      Instant at = payment.paidAt;
      if (at != null && !at.isBefore(days.begin(day)) && at.isBefore(days.end(day))) {
        found.add(payment);
      }
    }
    return found;
  }

  static Instant realNow() {
    return InstantSource.system().instant();
  }

  static KeyPair rsa() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  static String sign(String algorithm, PrivateKey key, String text) {
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(text.getBytes(StandardCharsets.UTF_8));
      return base64(signature.sign());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static boolean isSigned(String algorithm, PublicKey key, String text, String signed) {
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initVerify(key);
      signature.update(text.getBytes(StandardCharsets.UTF_8));
      return signature.verify(Base64.getDecoder().decode(signed));
    } catch (GeneralSecurityException | IllegalArgumentException wrong) {
      return false;
    }
  }
}
