package io.posthouse.local.demo;

import io.posthouse.local.home.Home;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The demo people and the demo customer's key, kept in {@code demo.json}, which its owner alone may
 * read.
 *
 * @param people one for each role
 * @param keyId of the customer's API key; null until it is made
 * @param apiKey the key itself; null until it is made
 */
public record DemoState(Map<Role, Person> people, @Nullable String keyId, @Nullable String apiKey) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Keeps its own copy. */
  public DemoState {
    people = Map.copyOf(people);
  }

  /**
   * A demo person.
   *
   * @param email what they sign in with
   * @param password made for this stack
   */
  public record Person(String email, String password) {}

  /** What was kept, if anything. */
  public static Optional<DemoState> read(Home home) {
    return Home.read(home.demo()).map(text -> JSON.readValue(text, DemoState.class));
  }

  /** New people, whom nobody knows yet. */
  static DemoState fresh(java.util.function.Supplier<String> passwords) {
    Map<Role, Person> people = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      String email = role.name().toLowerCase(Locale.ROOT) + "@posthouse.example";
      people.put(role, new Person(email, passwords.get()));
    }
    return new DemoState(people, null, null);
  }

  /** Keeps this. */
  void write(Home home) {
    Home.write(home.demo(), JSON.writeValueAsString(this) + "\n");
  }

  /** The person with that role. */
  public Person person(Role role) {
    Person person = people.get(role);
    if (person == null) {
      throw new IllegalStateException(role + ": no such demo person");
    }
    return person;
  }

  /** The same people, with a key. */
  DemoState withKey(String newId, String newKey) {
    return new DemoState(people, newId, newKey);
  }
}
