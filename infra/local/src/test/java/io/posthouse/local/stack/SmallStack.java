package io.posthouse.local.stack;

import io.posthouse.local.build.Modules;
import io.posthouse.local.home.Home;
import io.posthouse.local.home.LocalCertificates;
import io.posthouse.local.home.Ports;
import io.posthouse.local.home.Secrets;
import io.posthouse.local.process.FreePorts;
import io.posthouse.local.process.Launch;
import io.posthouse.local.process.Marker;
import io.posthouse.local.process.PartProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the money goes through and nothing else: PostgreSQL, Kafka, billing-service and two relays,
 * each a process of its own that can be killed. No gateway, no Keycloak, no discovery: each is told
 * where the others are, callers sign for themselves.
 */
public final class SmallStack implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Duration GRACE = Duration.ofSeconds(40);
  private static final int SECOND = 20;

  private final Home home;
  private final Ports ports;
  private final Ports second;
  private final Secrets secrets;
  private final Databases databases;
  private final Launches launches;
  private final Readiness readiness;
  private final Map<String, String> environment;
  private final Map<Member, Launch> starts = new EnumMap<>(Member.class);
  private final Map<Member, PartProcess> processes = new EnumMap<>(Member.class);
  private final Map<Member, PartProcess.Started> started = new EnumMap<>(Member.class);
  private final Clock clock = Clock.systemUTC();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** A stack of jars that are built, in a folder of its own. */
  public SmallStack() throws IOException {
    Path project =
        Path.of(System.getProperty("posthouse.project", "../..")).toAbsolutePath().normalize();
    home = new Home(Files.createTempDirectory("posthouse proof "), project);
    home.create();
    ports = FreePorts.find();
    second = new Ports(ports.base() + SECOND);
    environment = new HashMap<>(System.getenv());
    environment.keySet().removeIf(name -> name.startsWith("POSTHOUSE_"));
    secrets = new Secrets(home);
    databases = new Databases(ports, secrets);
    Options options = new Options(false, false, home.folder(), environment);
    LocalCertificates unused = new LocalCertificates(home, secrets, clock);
    launches =
        new Launches(
            home,
            ports,
            secrets,
            options,
            Modules.read(project),
            databases,
            new ServiceSettings(home, ports, secrets, databases, unused));
    readiness = new Readiness(ports, databases);
  }

  /** Starts everything; returns when it is ready. The map's properties are for all services. */
  public void up(Map<String, String> properties) throws InterruptedException {
    prepare(Member.POSTGRESQL, launches.of(Part.POSTGRESQL));
    prepare(Member.KAFKA, launches.of(Part.KAFKA));
    start(Member.POSTGRESQL);
    start(Member.KAFKA);
    Launch relay = launches.of(Part.RELAY_SERVICE);
    prepare(Member.BILLING, with(launches.of(Part.BILLING_SERVICE), billing(properties)));
    prepare(Member.RELAY_1, with(relay, relays(properties)));
    prepare(Member.RELAY_2, with(beside(relay), relays(properties)));
    awaitReady(List.of(Member.POSTGRESQL, Member.KAFKA));
    databases.create();
    awaitReady(List.of(Member.values()));
  }

  private void prepare(Member member, Launch launch) {
    starts.put(member, launch);
    processes.put(member, new PartProcess(home, member.label(), launch.marker()));
  }

  private Map<String, String> billing(Map<String, String> properties) {
    Map<String, String> all = new TreeMap<>(properties);
    String relays = "spring.cloud.discovery.client.simple.instances.relay-service";
    for (int i = 0; i < 2; i++) {
      Ports at = i == 0 ? ports : second;
      all.put(relays + "[" + i + "].uri", "http://127.0.0.1:" + at.relay());
      all.put(relays + "[" + i + "].metadata.node", "local-" + (i + 1));
      all.put(relays + "[" + i + "].metadata.operator-port", "" + at.relayOperator());
    }
    return all;
  }

  private Map<String, String> relays(Map<String, String> properties) {
    Map<String, String> all = new TreeMap<>(properties);
    all.put("spring.cloud.discovery.client.simple.instances.billing-service[0].uri", billingUrl());
    return all;
  }

  private static Launch with(Launch launch, Map<String, String> properties) {
    Map<String, String> settings = new TreeMap<>(launch.settings());
    Map<String, String> all = new TreeMap<>(properties);
    all.put("eureka.client.enabled", "false");
    settings.put("SPRING_APPLICATION_JSON", JsonMapper.builder().build().writeValueAsString(all));
    return new Launch(
        launch.command(),
        launch.tuning(),
        settings,
        launch.defaults(),
        launch.inherits(),
        launch.directory(),
        launch.marker());
  }

  /** The second relay: another node on ports and a spool of its own. */
  private Launch beside(Launch relay) {
    String first = "-Dposthouse.part=" + Member.RELAY_1.label();
    String other = "-Dposthouse.part=" + Member.RELAY_2.label();
    Map<String, String> settings = new TreeMap<>(relay.settings());
    settings.put("SERVER_PORT", "" + second.relayOperator());
    settings.put("MANAGEMENT_SERVER_PORT", "" + Ports.management(second.relay()));
    settings.put("POSTHOUSE_RELAY_PORT", "" + second.relay());
    settings.put("POSTHOUSE_RELAY_NODE", "local-2");
    settings.put("POSTHOUSE_RELAY_SPOOL_DIRECTORY", home.data("spool-2").toString());
    return new Launch(
        replaced(relay.command(), first, other),
        relay.tuning(),
        settings,
        relay.defaults(),
        relay.inherits(),
        relay.directory(),
        new Marker(replaced(relay.marker().arguments(), first, other)));
  }

  private static List<String> replaced(List<String> all, String from, String to) {
    List<String> result = new ArrayList<>(all);
    result.replaceAll(each -> each.equals(from) ? to : each);
    return result;
  }

  /** Starts a member that does not run. */
  public void start(Member member) {
    started.put(member, process(member).start(starts.get(member), environment, clock));
  }

  private PartProcess process(Member member) {
    return processes.get(member);
  }

  /** {@code kill -9}. */
  public void kill(Member member) throws InterruptedException {
    process(member).stop("KILL", Duration.ofSeconds(10));
  }

  /** Asks a member to end, as a deployment would. */
  public void stop(Member member) throws InterruptedException {
    process(member).stop(member == Member.POSTGRESQL ? "INT" : "TERM", GRACE);
  }

  /** Whether its process is there. */
  public boolean isRunning(Member member) {
    return process(member).pid().isPresent();
  }

  /**
   * Waits until all do their work. One that has ended, because what it needs was away while it
   * started, is started again, as any cluster would.
   */
  public void awaitReady() throws InterruptedException {
    awaitReady(List.of(Member.values()));
  }

  private void awaitReady(List<Member> members) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Set<Member> waitedFor = EnumSet.copyOf(members);
    while (!waitedFor.isEmpty()) {
      for (Member member : members) {
        if (!isRunning(member)) {
          start(member);
          waitedFor.add(member);
        }
        if (waitedFor.contains(member) && isReady(member)) {
          waitedFor.remove(member);
        }
      }
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            waitedFor + " are not ready: " + lastLines(waitedFor.iterator().next()));
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private boolean isReady(Member member) throws InterruptedException {
    return switch (member) {
      case POSTGRESQL, KAFKA -> readiness.of(member.part);
      case BILLING -> isHealthy(ports.billing());
      case RELAY_1 -> isHealthy(ports.relay());
      case RELAY_2 -> isHealthy(second.relay());
    };
  }

  private boolean isHealthy(int port) throws InterruptedException {
    URI health =
        URI.create("http://127.0.0.1:" + Ports.management(port) + "/actuator/health/readiness");
    try {
      return http.send(
                  HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(5)).build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private String lastLines(Member member) {
    return String.join("\n", started.get(member).lastLines(30));
  }

  /** Where callers reach a relay. */
  public int relayPort(Member relay) {
    return (relay == Member.RELAY_2 ? second : ports).relay();
  }

  /** Billing-service's address. */
  public String billingUrl() {
    return "http://127.0.0.1:" + ports.billing();
  }

  /** The first relay's operator API. */
  public String operatorUrl() {
    return "http://127.0.0.1:" + ports.relayOperator();
  }

  /** What callers' headers are signed with, as {@code kid:base64}. */
  public String callerSecret() {
    return "local:" + secrets.key("trust-caller");
  }

  /** Billing's database, with every right there is. */
  public Connection billingDatabase() throws SQLException {
    return DriverManager.getConnection(
        databases.url("billing"), "postgres", databases.password("postgres"));
  }

  @Override
  public void close() {
    try {
      for (Member member : List.of(Member.values()).reversed()) {
        if (processes.containsKey(member)) {
          stop(member);
        }
      }
      readiness.close();
      http.close();
      if (!Boolean.getBoolean("posthouse.proof.keep")) {
        home.wipe();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
