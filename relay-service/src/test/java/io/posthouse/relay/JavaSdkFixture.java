package io.posthouse.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.testing.clients.ScriptedModel;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * An official SDK for Java in front of a relay whose upstream speaks another protocol (P01, P02).
 * {@link FrontDoor} stands in for the gateway.
 */
abstract class JavaSdkFixture extends RelayFixture {

  /** A PNG of one pixel, 70 bytes. */
  static final String PIXEL =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

  static final String SAID = "Grüße, 世界 🐎";
  static final String TWO_CALLS = "[[tool weather {\"city\":\"Łódź\"}]] [[tool clock {}]]";

  /** What the scripted model says when it is given a schema. */
  record City(String city, int people) {}

  ScriptedModel upstream;
  Sale sale;
  private final String protocol;
  private final Map<String, Object> settings;
  private FrontDoor door;

  /**
   * @param protocol the upstream's
   * @param settings others of the upstream
   */
  JavaSdkFixture(String protocol, Map<String, Object> settings) {
    this.protocol = protocol;
    this.settings = settings;
  }

  /** Makes the client. */
  abstract void open(String url);

  /** Closes it. */
  abstract void shut();

  @BeforeEach
  void connect() {
    upstream = ScriptedModel.start();
    door = new FrontDoor(dataPath.port(), (method, path) -> signed(TestCaller.any(), method, path));
    sale = aSale();
    anUpstream(sale, protocol, upstream.port(), 0, "scripted", settings);
    awaitPriced(sale);
    open(door.url());
  }

  @AfterEach
  void disconnect() {
    shut();
    door.close();
    upstream.close();
    assertThat(upstream.refusals()).as("what the upstream refused").isEmpty();
  }
}
