package io.posthouse.auth.identity;

import io.posthouse.web.ProblemException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.keycloak.admin.client.CreatedResponseUtil;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.admin.client.resource.RoleScopeResource;
import org.keycloak.representations.idm.CredentialRepresentation;
import org.keycloak.representations.idm.RoleRepresentation;
import org.keycloak.representations.idm.UserRepresentation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;

/** The people of the realm. Thread-safe. */
public final class People {

  /** The roles that Posthouse knows. */
  public static final Set<String> ROLES = Set.of("customer", "support", "operator");

  private static final Logger log = LoggerFactory.getLogger(People.class);
  private static final String ACCOUNT_ID = "account_id";
  private static final int CONFLICT = 409;
  private static final int NOT_FOUND = 404;

  private final RealmResource realm;

  People(RealmResource realm) {
    this.realm = realm;
  }

  /**
   * Makes a person who can sign in at once, with the role {@code customer}.
   *
   * @param accountId becomes the claim {@code account_id} of the person's tokens
   * @param email the verified address, in its canonical form
   * @param bcryptHash of the password, {@code $2a$…}
   * @return the person's id in Keycloak
   * @throws ProblemException 409 when somebody has the address; 503 when Keycloak does not answer
   */
  public String create(UUID accountId, String email, String bcryptHash, String language) {
    return asking(
        () -> {
          try (Response response =
              realm.users().create(person(accountId, email, bcryptHash, language))) {
            if (response.getStatus() == CONFLICT) {
              throw ProblemException.conflict("address-taken", "email: somebody has this address.");
            }
            String id = CreatedResponseUtil.getCreatedId(response);
            roleMappings(id).add(List.of(realm.roles().get("customer").toRepresentation()));
            return id;
          }
        });
  }

  private static UserRepresentation person(
      UUID accountId, String email, String bcryptHash, String language) {
    CredentialRepresentation password = new CredentialRepresentation();
    password.setType(CredentialRepresentation.PASSWORD);
    password.setSecretData("{\"value\":\"" + bcryptHash + "\",\"salt\":\"\"}");
    password.setCredentialData("{\"hashIterations\":10,\"algorithm\":\"bcrypt\"}");
    UserRepresentation person = new UserRepresentation();
    person.setUsername(email);
    person.setEmail(email);
    person.setEmailVerified(true);
    person.setEnabled(true);
    person.setAttributes(
        Map.of(
            ACCOUNT_ID,
            List.of(accountId.toString()),
            "locale",
            List.of(language.equals("zh") ? "zh-CN" : language)));
    person.setCredentials(List.of(password));
    return person;
  }

  /**
   * Which account the person with that address has, if there is such a person.
   *
   * @return empty when there is nobody, or somebody without an account
   */
  public Optional<Known> find(String email) {
    return asking(
        () ->
            realm.users().searchByEmail(email, true).stream()
                .findFirst()
                .flatMap(
                    person ->
                        Optional.ofNullable(person.firstAttribute(ACCOUNT_ID))
                            .map(id -> new Known(person.getId(), UUID.fromString(id)))));
  }

  /** A person and the account that Keycloak says they have. */
  public record Known(String personId, UUID accountId) {}

  /** Removes a person; does nothing when there is none. */
  public void remove(String personId) {
    asking(
        () -> {
          realm.users().delete(personId).close();
          return personId;
        });
  }

  /** The roles of a person, of those that Posthouse knows, sorted. */
  public Set<String> roles(String personId) {
    return asking(
        () ->
            roleMappings(personId).listAll().stream()
                .map(RoleRepresentation::getName)
                .filter(ROLES::contains)
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  /**
   * Sets a person's roles: exactly these of {@link #ROLES}; Keycloak's own are left alone. Those
   * taken away end the person's sessions, so that no refresh brings them back.
   */
  public void setRoles(String personId, Set<String> roles) {
    asking(
        () -> {
          Set<String> current = roles(personId);
          List<RoleRepresentation> added = representations(roles, current);
          List<RoleRepresentation> removed = representations(current, roles);
          if (!added.isEmpty()) {
            roleMappings(personId).add(added);
          }
          if (!removed.isEmpty()) {
            roleMappings(personId).remove(removed);
            realm.users().get(personId).logout();
          }
          return roles;
        });
  }

  private List<RoleRepresentation> representations(Set<String> roles, Set<String> without) {
    return roles.stream()
        .filter(role -> !without.contains(role))
        .map(role -> realm.roles().get(role).toRepresentation())
        .toList();
  }

  private RoleScopeResource roleMappings(String personId) {
    return realm.users().get(personId).roles().realmLevel();
  }

  private static <T> T asking(Supplier<T> question) {
    try {
      return question.get();
    } catch (WebApplicationException refused) {
      if (refused.getResponse().getStatus() == NOT_FOUND) {
        throw ProblemException.notFound("person");
      }
      log.error("Keycloak refused a request", refused);
      throw unavailable();
    } catch (ProcessingException unreachable) {
      log.warn("Keycloak does not answer", unreachable);
      throw unavailable();
    }
  }

  private static ProblemException unavailable() {
    return new ProblemException(
        HttpStatus.SERVICE_UNAVAILABLE,
        "identity-unavailable",
        "The sign-in service does not answer. Try again in a minute.");
  }
}
