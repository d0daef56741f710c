package io.posthouse.local;

import io.posthouse.local.demo.Demo;
import io.posthouse.local.demo.DemoState;
import io.posthouse.local.demo.Role;
import io.posthouse.local.home.Home;
import io.posthouse.local.home.Ports;
import io.posthouse.local.home.StackException;
import io.posthouse.local.stack.Options;
import io.posthouse.local.stack.Part;
import io.posthouse.local.stack.Progress;
import io.posthouse.local.stack.Stack;
import io.posthouse.servers.KeycloakRealm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What each command does. */
final class Commands {

  /** The Keycloak client of {@code token}; the shipped realm does not have it. */
  private static final String TOKEN_CLIENT = "posthouse-local";

  private static final int TAIL = 10;

  private final Home home;
  private final Map<String, String> environment;
  private final Progress out;
  private final Clock clock;

  Commands(Home home, Map<String, String> environment, Progress out, Clock clock) {
    this.home = home;
    this.environment = environment;
    this.out = out;
    this.clock = clock;
  }

  /** Runs one; false when there is none like that. */
  boolean run(List<String> args) throws InterruptedException {
    String command = args.isEmpty() ? "" : args.getFirst();
    List<String> rest = args.isEmpty() ? args : args.subList(1, args.size());
    return switch (command) {
      case "up" -> up(rest);
      case "status" -> rest.isEmpty() && status();
      case "logs" -> logs(rest);
      case "down" -> rest.isEmpty() && down();
      case "reset" -> rest.isEmpty() && reset();
      case "env" -> rest.isEmpty() && env();
      case "token" -> token(rest);
      case "clock" -> clock(rest);
      default -> false;
    };
  }

  private boolean up(List<String> rest) throws InterruptedException {
    if (!rest.isEmpty() && !rest.equals(List.of("--no-build"))) {
      return false;
    }
    long begin = System.nanoTime();
    home.create();
    CommandLock.during(
        home,
        out,
        () -> {
          Ports ports = portsForUp();
          home.record(ports);
          try (Stack stack = stack(ports, rest.isEmpty())) {
            new Up(home, ports, stack, environment, TOKEN_CLIENT, out).run(begin);
          }
        });
    return true;
  }

  private Ports portsForUp() {
    Optional<Ports> recorded = home.recordedPorts();
    Optional<Ports> asked = asked();
    if (recorded.isPresent()
        && asked.isPresent()
        && !recorded.equals(asked)
        && Files.exists(home.data(Part.POSTGRESQL.label()))) {
      throw new StackException(
          "POSTHOUSE_PORT_BASE is %d, but the state in %s was made with %d. Use that, another POSTHOUSE_HOME, or ./posthouse reset."
              .formatted(asked.get().base(), home.folder(), recorded.get().base()));
    }
    return asked.or(() -> recorded).orElse(new Ports(Ports.DEFAULT_BASE));
  }

  private Optional<Ports> asked() {
    return Optional.ofNullable(environment.get("POSTHOUSE_PORT_BASE"))
        .filter(base -> !base.isBlank())
        .map(Ports::parse);
  }

  /** The ports of the stack that is there. */
  private Ports ports() {
    return home.recordedPorts().or(this::asked).orElse(new Ports(Ports.DEFAULT_BASE));
  }

  private Stack stack(Ports ports, boolean builds) {
    Options options = new Options(builds, true, home.programs().resolve("keycloak"), environment);
    return new Stack(home, ports, options, out, clock);
  }

  private boolean status() throws InterruptedException {
    try (Stack stack = stack(ports(), false)) {
      stack.status().forEach(out::line);
    }
    Duration offset = new BusinessClock(home).offset();
    if (!offset.isZero()) {
      out.line("The business clock is " + days(offset) + " ahead.");
    }
    return true;
  }

  private boolean logs(List<String> rest) {
    if (rest.size() > 1) {
      return false;
    }
    if (rest.isEmpty()) {
      Arrays.stream(Part.values()).map(Part::label).forEach(this::tail);
      return true;
    }
    String name = rest.getFirst();
    if (Part.named(name).isEmpty() && !name.equals("build")) {
      throw new StackException(
          "logs: no part is called '%s' (expected: %s, or build)"
              .formatted(
                  name, String.join(", ", Arrays.stream(Part.values()).map(Part::label).toList())));
    }
    Path log = home.log(name);
    if (Files.notExists(log)) {
      throw new StackException(name + ": has no log yet (" + log + ")");
    }
    lines(log).forEach(out::line);
    return true;
  }

  private void tail(String part) {
    Path log = home.log(part);
    if (Files.exists(log)) {
      out.line("== " + part + " (" + log + ")");
      List<String> lines = lines(log);
      lines.subList(Math.max(0, lines.size() - TAIL), lines.size()).forEach(out::line);
    }
  }

  private static List<String> lines(Path log) {
    try {
      return new String(Files.readAllBytes(log), java.nio.charset.StandardCharsets.UTF_8)
          .lines()
          .toList();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private boolean down() throws InterruptedException {
    if (Files.notExists(home.folder())) {
      out.line("Nothing runs.");
      return true;
    }
    home.create();
    CommandLock.during(
        home,
        out,
        () -> {
          try (Stack stack = stack(ports(), false)) {
            stack.down();
          }
        });
    out.line("Down. The state is kept in " + home.folder());
    return true;
  }

  private boolean reset() throws InterruptedException {
    if (Files.exists(home.folder())) {
      down();
      home.wipe();
    }
    out.line("Wiped " + home.folder());
    return true;
  }

  private boolean env() {
    new Demo.Exports(demo(), ports()).lines().forEach(out::line);
    return true;
  }

  private DemoState demo() {
    return DemoState.read(home)
        .filter(state -> state.apiKey() != null)
        .orElseThrow(
            () ->
                new StackException(
                    "there are no demo people yet, or not all of them: run ./posthouse up"));
  }

  private boolean token(List<String> rest) throws InterruptedException {
    if (rest.isEmpty() || rest.size() > 2) {
      return false;
    }
    String email = rest.getFirst();
    String password;
    if (rest.size() == 2) {
      password = rest.get(1);
    } else {
      DemoState.Person person = demo().person(role(email));
      email = person.email();
      password = person.password();
    }
    out.line(accessToken(email, password));
    return true;
  }

  private static Role role(String name) {
    return Arrays.stream(Role.values())
        .filter(role -> role.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new StackException(
                    "token: '"
                        + name
                        + "' (expected: customer, support, operator, or EMAIL PASSWORD)"));
  }

  private String accessToken(String email, String password) throws InterruptedException {
    try (Stack stack = stack(ports(), false);
        KeycloakRealm realm = KeycloakRealm.of(stack.keycloak())) {
      return realm.accessToken(TOKEN_CLIENT, email, password);
    } catch (IllegalStateException | UncheckedIOException refused) {
      throw new StackException("token: " + refused.getMessage(), refused);
    }
  }

  private boolean clock(List<String> rest) throws InterruptedException {
    BusinessClock business = new BusinessClock(home);
    if (rest.size() > 1) {
      return false;
    }
    if (rest.isEmpty()) {
      out.line("The business clock is " + days(business.offset()) + " ahead.");
      return true;
    }
    Duration step =
        rest.getFirst().equals("reset") ? Duration.ZERO : BusinessClock.parse(rest.getFirst());
    if (Files.notExists(home.folder())) {
      throw new StackException("clock: there is no stack yet: run ./posthouse up");
    }
    if (!step.isZero()) {
      Duration offset = business.advance(step);
      // Services look at the file every 200 ms; who reads this line may count on the new time.
      TimeUnit.MILLISECONDS.sleep(400);
      out.line("The business clock is now " + days(offset) + " ahead.");
      return true;
    }
    CommandLock.during(
        home,
        out,
        () -> {
          try (Stack stack = stack(ports(), false)) {
            boolean ran = stack.anyApplicationRuns();
            stack.stopApplications();
            business.reset();
            if (ran) {
              stack.up();
            }
          }
        });
    out.line("The business clock shows real time.");
    return true;
  }

  private static String days(Duration offset) {
    return "%dd %02d:%02d:%02d"
        .formatted(
            offset.toDays(), offset.toHoursPart(), offset.toMinutesPart(), offset.toSecondsPart());
  }
}
