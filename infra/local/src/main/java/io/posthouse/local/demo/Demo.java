package io.posthouse.local.demo;

import io.posthouse.local.home.Home;
import io.posthouse.local.home.Ports;
import io.posthouse.local.home.Secrets;
import io.posthouse.local.stack.Progress;
import io.posthouse.servers.KeycloakRealm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;

/**
 * The demo: three people, a catalogue, a customer with money and a key, and a call that is paid
 * for.
 */
public final class Demo implements AutoCloseable {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String MODEL = "claude-haiku-4-5";

  private final Home home;
  private final Ports ports;
  private final Map<String, String> environment;
  private final Progress out;
  private final Api api;
  private final People people;
  private DemoState state;

  /** The demo of a stack that is ready. */
  public Demo(
      Home home,
      Ports ports,
      KeycloakRealm realm,
      String tokenClient,
      Map<String, String> environment,
      Progress out) {
    this.home = home;
    this.ports = ports;
    this.environment = environment;
    this.out = out;
    this.api = new Api(url(ports));
    this.people = new People(api, mailUrl(ports), realm, tokenClient);
    this.state =
        DemoState.read(home).orElseGet(() -> DemoState.fresh(new Secrets(home)::personPassword));
  }

  private static String url(Ports ports) {
    return "http://localhost:" + ports.gateway();
  }

  private static String mailUrl(Ports ports) {
    return "http://127.0.0.1:" + ports.mail();
  }

  private static String simulatorUrl(Ports ports) {
    return "http://127.0.0.1:" + ports.simulator();
  }

  /** Makes what is missing. Returns whether anything was. */
  public boolean prepare() throws InterruptedException {
    state.write(home);
    firstRequests();
    DemoState.Person operator = state.person(Role.OPERATOR);
    boolean made = false;
    for (Role role : Role.values()) {
      made |= people.register(state.person(role));
    }
    people.makeOperator(operator);
    people.giveRoles(operator, state.person(Role.SUPPORT), Role.SUPPORT);
    made |=
        new Catalogue(api, () -> people.token(operator), simulatorUrl(ports)).create(environment);
    made |= topUp();
    made |= key();
    if (made) {
      out.step("Demo people and data are made.");
    }
    return made;
  }

  /**
   * The first request to a service that has just started is slow, and so is the first sign-in: they
   * are made side by side. What they answer does not matter.
   */
  private void firstRequests() throws InterruptedException {
    List<Callable<Boolean>> first = new ArrayList<>();
    for (String path :
        List.of(
            "/api/prices",
            "/api/registrations",
            "/api/operator/channels",
            "/api/messages",
            "/api/referral")) {
      first.add(() -> api.get(path, Map.of()).status() < 500);
    }
    for (Role role : Role.values()) {
      first.add(() -> people.canSignIn(state.person(role)));
    }
    try (ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory())) {
      for (Future<Boolean> request : threads.invokeAll(first)) {
        request.get();
      }
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(failed.getCause());
    }
  }

  private Map<String, String> customer() {
    return Api.bearer(people.token(state.person(Role.CUSTOMER)));
  }

  private boolean topUp() throws InterruptedException {
    for (JsonNode topUp : api.get("/api/top-ups", customer()).expect(200).path("items")) {
      if (topUp.path("status").asString("").equals("paid")) {
        return false;
      }
    }
    Patience.wait(
        "the demo customer's wallet",
        SOON,
        () ->
            api.get("/api/wallet", customer()).status() == 200
                ? Optional.of(true)
                : Optional.empty());
    Map<String, String> headers = new java.util.TreeMap<>(customer());
    headers.put("idempotency-key", UUID.randomUUID().toString());
    JsonNode topUp =
        api.send(
                "POST",
                "/api/top-ups",
                Map.of(
                    "amount", Map.of("amount", "100.00", "currency", "CNY"), "provider", "sandbox"),
                headers)
            .expect(200, 201);
    api.form(topUp.path("payUrl").asString(""), "outcome=paid").expect(200, 202, 204, 302, 303);
    String id = topUp.path("id").asString("");
    Patience.wait(
        "the demo customer's top-up",
        SOON,
        () ->
            api.get("/api/top-ups/" + id, customer())
                    .expect(200)
                    .path("status")
                    .asString("")
                    .equals("paid")
                ? Optional.of(true)
                : Optional.empty());
    return true;
  }

  private boolean key() throws InterruptedException {
    String id = state.keyId();
    if (id != null) {
      Api.Answer known = api.get("/api/keys/" + id, customer());
      if (known.status() == 200 && known.body().path("status").asString("").equals("active")) {
        return false;
      }
    }
    JsonNode key = api.send("POST", "/api/keys", Map.of("name", "demo"), customer()).expect(201);
    state = state.withKey(key.path("id").asString(""), key.path("secret").asString(""));
    state.write(home);
    return true;
  }

  /** Sends one call through the public endpoint, as any program would, and shows what it cost. */
  public void callAndShowReceipt() throws InterruptedException {
    Map<String, String> key = Map.of("x-api-key", String.valueOf(state.apiKey()));
    Map<String, Object> call =
        Map.of(
            "model",
            MODEL,
            "max_tokens",
            64,
            "messages",
            List.of(Map.of("role", "user", "content", "Hello from the post house.")));
    Api.Answer answer =
        Patience.wait(
            "an answer to the first call",
            SOON,
            () -> {
              Api.Answer attempt = api.send("POST", "/v1/messages", call, key);
              boolean settling = List.of(402, 404, 429, 502, 503, 529).contains(attempt.status());
              return settling ? Optional.empty() : Optional.of(attempt);
            });
    answer.expect(200);
    String requestId = answer.requestId().orElse("");
    JsonNode receipt =
        Patience.wait(
            "the receipt of call " + requestId,
            SOON,
            () -> {
              Api.Answer attempt = api.get("/v1/receipts/" + requestId, key);
              return attempt.status() == 200 ? Optional.of(attempt.body()) : Optional.empty();
            });
    JsonNode wallet = api.get("/api/wallet", customer()).expect(200);
    show(requestId, receipt, wallet);
  }

  private void show(String requestId, JsonNode receipt, JsonNode wallet) {
    out.step("One call through " + url(ports) + "/v1/messages:");
    out.detail("request   " + requestId);
    out.detail(
        "model     %s on channel %s, multiplier %s"
            .formatted(
                receipt.path("model").asString(""),
                receipt.path("channel").asString(""),
                receipt.path("multiplier").asString("")));
    StringBuilder tokens = new StringBuilder();
    receipt
        .path("usage")
        .properties()
        .forEach(
            kind -> {
              if (kind.getValue().asLong(0) > 0) {
                tokens.append(kind.getValue().asLong(0)).append(' ').append(kind.getKey());
                tokens.append(" at ").append(price(receipt, kind.getKey())).append("/M  ");
              }
            });
    out.detail("tokens    " + tokens.toString().strip());
    out.detail("charge    " + money(receipt.path("charge")));
    out.detail("balance   " + money(wallet.path("balance")));
  }

  private static String price(JsonNode receipt, String kind) {
    JsonNode price = receipt.path("prices").path(kind);
    return price.isObject() ? money(price) : price.asString("-");
  }

  private static String money(JsonNode money) {
    return money.path("amount").asString("") + " " + money.path("currency").asString("");
  }

  /** Where everything is and how to sign in. */
  public void showSignIns(Path authority) {
    out.step("");
    out.detail("endpoint  " + url(ports) + "   and   https://localhost:" + ports.gatewayHttps());
    out.detail("          (TLS 1.3; curl --cacert '" + authority + "')");
    out.detail("mail      " + mailUrl(ports));
    out.detail("upstream  " + simulatorUrl(ports) + " (the simulator)");
    for (Role role : Role.values()) {
      DemoState.Person person = state.person(role);
      out.detail(
          "%-9s %s  %s"
              .formatted(role.name().toLowerCase(Locale.ROOT), person.email(), person.password()));
    }
    out.detail("API key   " + state.apiKey());
    out.step("");
    out.step("Next: eval \"$(./posthouse env)\"");
  }

  @Override
  public void close() {
    api.close();
  }

  /**
   * What {@code env} prints.
   *
   * @param state the demo people
   * @param ports of the stack
   */
  public record Exports(DemoState state, Ports ports) {

    /** Shell exports, a line each. */
    public List<String> lines() {
      List<String> lines = new ArrayList<>();
      export(lines, "POSTHOUSE_URL", url(ports));
      export(lines, "POSTHOUSE_API_KEY", String.valueOf(state.apiKey()));
      export(lines, "POSTHOUSE_SIMULATOR_URL", simulatorUrl(ports));
      export(lines, "POSTHOUSE_MAIL_URL", mailUrl(ports));
      for (Role role : Role.values()) {
        export(lines, "POSTHOUSE_" + role + "_EMAIL", state.person(role).email());
        export(lines, "POSTHOUSE_" + role + "_PASSWORD", state.person(role).password());
      }
      return lines;
    }

    private static void export(List<String> lines, String name, String value) {
      lines.add("export " + name + "='" + value.replace("'", "'\\''") + "'");
    }
  }
}
