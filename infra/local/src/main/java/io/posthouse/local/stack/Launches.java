package io.posthouse.local.stack;

import io.posthouse.local.build.BootApplication;
import io.posthouse.local.build.Modules;
import io.posthouse.local.build.ServerClasses;
import io.posthouse.local.home.Home;
import io.posthouse.local.home.Ports;
import io.posthouse.local.home.Secrets;
import io.posthouse.local.home.StackException;
import io.posthouse.local.process.Launch;
import io.posthouse.local.process.Marker;
import io.posthouse.servers.KeycloakInstallation;
import io.posthouse.servers.KeycloakSettings;
import io.posthouse.servers.PostgresInstallation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * How each part is started. Unpacks what it needs for that, so the first call for a part may take a
 * while.
 */
final class Launches {

  private static final String KEYCLOAK_ADMIN = "posthouse-launcher";

  /** What starts within two seconds anyway. */
  private static final Set<Part> SOON_UP = Set.of(Part.MAIL, Part.SIMULATOR);

  private static final List<String> LATE_SECOND_COMPILER =
      List.of(
          "-XX:Tier4InvocationThreshold=30000",
          "-XX:Tier4MinInvocationThreshold=8000",
          "-XX:Tier4CompileThreshold=60000",
          "-XX:Tier4BackEdgeThreshold=300000");

  private final Home home;
  private final Ports ports;
  private final Secrets secrets;
  private final Options options;
  private final Modules modules;
  private final Databases databases;
  private final ServiceSettings settings;
  private final Map<Part, JvmCommand> commands = new ConcurrentHashMap<>();

  Launches(
      Home home,
      Ports ports,
      Secrets secrets,
      Options options,
      Modules modules,
      Databases databases,
      ServiceSettings settings) {
    this.home = home;
    this.ports = ports;
    this.secrets = secrets;
    this.options = options;
    this.modules = modules;
    this.databases = databases;
    this.settings = settings;
  }

  /** What a part's process is known by. */
  Marker marker(Part part) {
    return switch (part) {
      case POSTGRESQL -> new Marker(List.of("-D", home.data(part.label()).toString()));
      default -> new Marker(JvmCommand.marker(home, part));
    };
  }

  /** How a part is started now. */
  Launch of(Part part) throws InterruptedException {
    return switch (part) {
      case POSTGRESQL -> postgresql();
      case KAFKA -> server(part, List.of("-Xms128m", "-Xmn64m", "-Xmx256m"), kafkaArguments());
      case MAIL -> server(part, List.of("-Xmx64m"), mailArguments());
      case SIMULATOR -> simulator();
      case KEYCLOAK -> keycloak();
      case DISCOVERY,
          AUTH_SERVICE,
          BILLING_SERVICE,
          RELAY_SERVICE,
          REFERRAL_SERVICE,
          NOTIFICATION_SERVICE,
          GATEWAY_SERVICE ->
          application(part);
    };
  }

  private Launch postgresql() throws InterruptedException {
    try {
      PostgresInstallation postgres = PostgresInstallation.prepare(home.programs());
      Path data = home.data(Part.POSTGRESQL.label());
      postgres.initialise(data, databases.password("postgres"));
      return new Launch(
          postgres.server(data, ports.postgresql()),
          List.of(),
          Map.of("LC_ALL", "C"),
          Map.of(),
          false,
          data,
          marker(Part.POSTGRESQL));
    } catch (IOException | IllegalStateException failed) {
      throw new StackException("postgresql: " + Home.reason(failed), failed);
    }
  }

  private List<String> kafkaArguments() {
    return List.of(
        "io.posthouse.servers.KafkaMain",
        home.data(Part.KAFKA.label()).toString(),
        "" + ports.kafka(),
        "" + ports.kafkaController());
  }

  private List<String> mailArguments() {
    return List.of(
        "io.posthouse.servers.mail.MailMain",
        home.data(Part.MAIL.label()).toString(),
        "" + ports.mail(),
        "" + ports.smtp());
  }

  private Launch server(Part part, List<String> memory, List<String> arguments) {
    ServerClasses classes = ServerClasses.copy(home);
    List<String> flags = new ArrayList<>(memory);
    flags.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-Dlogback.configurationFile=io/posthouse/servers/logback.xml"));
    List<String> target = new ArrayList<>(List.of("-cp", classes.path()));
    target.addAll(arguments);
    return jvm(
        new JvmCommand(home, part, classes.content(), flags, target),
        Map.of(),
        Map.of("MALLOC_ARENA_MAX", "2"),
        false);
  }

  private Launch simulator() {
    BootApplication jar =
        BootApplication.copy(home, Part.SIMULATOR.label(), modules.jar(Part.SIMULATOR.module()));
    return jvm(
        new JvmCommand(
            home,
            Part.SIMULATOR,
            jar.content(),
            List.of("-Xmx96m"),
            List.of("-jar", jar.jar().toString())),
        Map.of("POSTHOUSE_SIMULATOR_PORT", "" + ports.simulator()),
        Map.of("MALLOC_ARENA_MAX", "2"),
        true);
  }

  private Launch application(Part part) throws InterruptedException {
    BootApplication jar = BootApplication.unpack(home, part.label(), modules.jar(part.module()));
    return jvm(
        new JvmCommand(
            home, part, jar.content(), tuning(part), List.of("-jar", jar.jar().toString())),
        settings.of(part),
        settings.defaults(part),
        true);
  }

  /**
   * Heap by what a part holds, with room for a start's garbage. The data path has the second
   * compiler, which keeps still until there is real load: during a start it would cost more than it
   * brings.
   */
  private static List<String> tuning(Part part) {
    return switch (part) {
      case RELAY_SERVICE ->
          tuning(
              LATE_SECOND_COMPILER,
              "-Xms160m",
              "-Xmn80m",
              "-Xmx320m",
              "-XX:MaxDirectMemorySize=512m");
      case GATEWAY_SERVICE -> tuning(LATE_SECOND_COMPILER, "-Xms160m", "-Xmn80m", "-Xmx256m");
      case DISCOVERY -> List.of("-Xmx128m", "-XX:TieredStopAtLevel=1");
      default -> List.of("-Xms160m", "-Xmn80m", "-Xmx240m", "-XX:TieredStopAtLevel=1");
    };
  }

  private static List<String> tuning(List<String> compiler, String... memory) {
    List<String> flags = new ArrayList<>(List.of(memory));
    flags.addAll(compiler);
    return flags;
  }

  private Launch jvm(
      JvmCommand command,
      Map<String, String> environment,
      Map<String, String> defaults,
      boolean inherits) {
    commands.put(command.part(), command);
    return new Launch(
        command.command(),
        command.cache(),
        environment,
        defaults,
        inherits,
        home.folder(),
        marker(command.part()));
  }

  private Launch keycloak() {
    Path module = home.project().resolve(Part.KEYCLOAK.module());
    KeycloakInstallation installation =
        KeycloakInstallation.prepare(
            options.keycloakInstallations(),
            module.resolve("target/dist/keycloak.tar.gz"),
            module.resolve("target/infra-keycloak.jar"),
            module.resolve("src/main/realm/posthouse-realm.json"));
    ProcessBuilder builder =
        installation.launch(
            keycloakSettings(), JvmCommand.marker(home, Part.KEYCLOAK).toArray(String[]::new));
    JvmCommand command =
        new JvmCommand(home, Part.KEYCLOAK, installation.content(), builder.command(), List.of());
    commands.put(Part.KEYCLOAK, command);
    Map<String, String> environment = new TreeMap<>(builder.environment());
    Set<String> imports = keycloakSettings().importSecrets().keySet();
    environment
        .keySet()
        .removeIf(
            name ->
                !name.startsWith("KC_")
                    && !name.equals("POSTHOUSE_PUBLICURL")
                    && !imports.contains(name));
    return new Launch(
        builder.command(),
        command.cache(),
        environment,
        Map.of("MALLOC_ARENA_MAX", "2"),
        false,
        keycloakSettings().home(),
        marker(Part.KEYCLOAK));
  }

  /** How Keycloak runs here. */
  KeycloakSettings keycloakSettings() {
    Map<String, String> imports =
        Map.of(
            "POSTHOUSE_GATEWAY_OIDC_CLIENTSECRET", secrets.password("client-gateway"),
            "POSTHOUSE_KEYCLOAK_CLIENTSECRET", secrets.password("client-auth-service"));
    return new KeycloakSettings(
        home.data(Part.KEYCLOAK.label()),
        ports.keycloak(),
        Ports.management(ports.keycloak()),
        "http://localhost:" + ports.gateway(),
        databases.url("keycloak"),
        "keycloak",
        databases.password("keycloak"),
        KEYCLOAK_ADMIN,
        secrets.password("keycloak-admin"),
        imports);
  }

  /** How to make a part's start cache, when it can have one and has none. */
  Optional<JvmCommand> untrained(Part part) {
    return Optional.ofNullable(commands.get(part))
        .filter(command -> options.trains() && !SOON_UP.contains(part))
        .filter(command -> command.cache().isEmpty());
  }

  /** Names of what this stack's parts use of the unpacked applications and start caches. */
  List<String> used() {
    return commands.values().stream()
        .flatMap(
            command ->
                Stream.of(command.part().label(), "servers")
                    .map(name -> name + "-" + command.content()))
        .toList();
  }
}
