package io.posthouse.local.demo;

import io.posthouse.local.home.StackException;
import io.posthouse.servers.KeycloakRealm;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Registers the demo people as a person would, and gives them their roles. */
final class People {

  private static final Pattern TOKEN = Pattern.compile("[?&]token=([A-Za-z0-9._~-]+)");
  private static final Duration MAIL = Duration.ofSeconds(30);

  private final Api api;
  private final String mailUrl;
  private final KeycloakRealm realm;
  private final String tokenClient;
  private final Map<DemoState.Person, String> tokens = new ConcurrentHashMap<>();
  private final JsonMapper json = JsonMapper.builder().build();

  People(Api api, String mailUrl, KeycloakRealm realm, String tokenClient) {
    this.api = api;
    this.mailUrl = mailUrl;
    this.realm = realm;
    this.tokenClient = tokenClient;
  }

  /** An access token, good for some minutes more. */
  String token(DemoState.Person person) {
    return tokens.computeIfAbsent(
        person, who -> realm.accessToken(tokenClient, who.email(), who.password()));
  }

  /** Registers a person, unless they are. Returns whether they were not. */
  boolean register(DemoState.Person person) throws InterruptedException {
    if (canSignIn(person)) {
      return false;
    }
    if (verifyWith(newestToken(person)) && canSignIn(person)) {
      return true;
    }
    int before = mails(person).size();
    api.send(
            "POST",
            "/api/registrations",
            Map.of("email", person.email(), "password", person.password(), "language", "en"),
            Map.of())
        .expect(202);
    Patience.wait(
        "the verification mail to " + person.email(),
        MAIL,
        () -> mails(person).size() > before ? Optional.of(true) : Optional.empty());
    if (!verifyWith(newestToken(person)) || !canSignIn(person)) {
      throw new StackException(person.email() + ": could not be verified");
    }
    return true;
  }

  /** Whether a person is known and verified. Any number of people may be asked about at once. */
  boolean canSignIn(DemoState.Person person) {
    try {
      return !token(person).isEmpty();
    } catch (IllegalStateException unknown) {
      return false;
    }
  }

  private boolean verifyWith(Optional<String> token) throws InterruptedException {
    if (token.isEmpty()) {
      return false;
    }
    Api.Answer answer =
        api.send("POST", "/api/registrations/verify", Map.of("token", token.get()), Map.of());
    return answer.status() < 300;
  }

  private Optional<String> newestToken(DemoState.Person person) throws InterruptedException {
    for (JsonNode mail : mails(person)) {
      Matcher matcher = TOKEN.matcher(mail.path("text").asString(""));
      if (matcher.find()) {
        return Optional.of(matcher.group(1));
      }
    }
    return Optional.empty();
  }

  private JsonNode mails(DemoState.Person person) throws InterruptedException {
    String to = URLEncoder.encode(person.email(), StandardCharsets.UTF_8);
    return api.get(mailUrl + "/messages?to=" + to, Map.of()).expect(200).path("items");
  }

  /** The very first operator is made by Keycloak's administrator; nobody else could. */
  void makeOperator(DemoState.Person person) {
    List<String> wanted = Role.OPERATOR.grants();
    if (!roles(person).containsAll(wanted)) {
      realm.grantRoles(person.email(), wanted);
      tokens.remove(person);
    }
  }

  /** An operator gives a person their roles, unless they have them. */
  void giveRoles(DemoState.Person operator, DemoState.Person person, Role role)
      throws InterruptedException {
    if (roles(person).containsAll(role.grants())) {
      return;
    }
    Set<String> roles = new HashSet<>(role.grants());
    roles.add("customer");
    String account = claims(person).path("account_id").asString("");
    api.send(
            "PUT",
            "/api/operator/accounts/" + account + "/roles",
            Map.of("roles", roles.stream().sorted().toList()),
            Api.bearer(token(operator)))
        .expect(200, 204);
    tokens.remove(person);
  }

  private Set<String> roles(DemoState.Person person) {
    Set<String> roles = new HashSet<>();
    claims(person).path("realm_access").path("roles").forEach(role -> roles.add(role.asString("")));
    return roles;
  }

  private JsonNode claims(DemoState.Person person) {
    String payload = token(person).split("\\.", -1)[1];
    return json.readTree(Base64.getUrlDecoder().decode(payload));
  }
}
