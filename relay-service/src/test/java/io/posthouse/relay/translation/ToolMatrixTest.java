package io.posthouse.relay.translation;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.relay.protocol.Protocol;
import io.posthouse.relay.translation.json.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every choice of tools, with and without parallel calls, in every pair (T44; protocols.md 4.2).
 */
class ToolMatrixTest {

  private enum Choice {
    AUTO,
    NONE,
    ANY,
    ONE
  }

  /** Two tools and how to choose among them, in a protocol's words. */
  private static ObjectNode said(Protocol protocol, Choice choice, boolean single) {
    ObjectNode said = Json.object();
    switch (protocol) {
      case MESSAGES -> {
        ArrayNode tools = said.putArray("tools");
        for (String name : new String[] {"f", "g"}) {
          tools.addObject().put("name", name).putObject("input_schema").put("type", "object");
        }
        ObjectNode chosen = said.putObject("tool_choice");
        switch (choice) {
          case AUTO -> chosen.put("type", "auto");
          case NONE -> chosen.put("type", "none");
          case ANY -> chosen.put("type", "any");
          case ONE -> chosen.put("type", "tool").put("name", "f");
        }
        if (single && choice != Choice.NONE) {
          chosen.put("disable_parallel_tool_use", true);
        }
      }
      case CHAT, RESPONSES -> {
        boolean chat = protocol == Protocol.CHAT;
        ArrayNode tools = said.putArray("tools");
        for (String name : new String[] {"f", "g"}) {
          ObjectNode tool = tools.addObject().put("type", "function");
          (chat ? tool.putObject("function") : tool).put("name", name);
        }
        switch (choice) {
          case AUTO -> said.put("tool_choice", "auto");
          case NONE -> said.put("tool_choice", "none");
          case ANY -> said.put("tool_choice", "required");
          case ONE -> {
            ObjectNode one = said.putObject("tool_choice").put("type", "function");
            (chat ? one.putObject("function") : one).put("name", "f");
          }
        }
        if (single) {
          said.put("parallel_tool_calls", false);
        }
      }
      case GEMINI -> {
        ArrayNode declared = said.putArray("tools").addObject().putArray("functionDeclarations");
        declared.addObject().put("name", "f");
        declared.addObject().put("name", "g");
        ObjectNode config = said.putObject("toolConfig").putObject("functionCallingConfig");
        config.put("mode", choice == Choice.ONE ? "ANY" : choice.name());
        if (choice == Choice.ONE) {
          config.putArray("allowedFunctionNames").add("f");
        }
      }
    }
    return said;
  }

  private static String request(Protocol client, Choice choice, boolean single) {
    String said = Json.text(said(client, choice, single));
    return Hub.hello(client, said.substring(1, said.length() - 1));
  }

  private static String named(Protocol client) {
    return client == Protocol.MESSAGES
        ? "tool_choice.disable_parallel_tool_use"
        : "parallel_tool_calls";
  }

  @ParameterizedTest(name = "{0} to {1}")
  @MethodSource("io.posthouse.relay.translation.AllPairs#pairs")
  void t44EveryChoiceArrives(Protocol client, Protocol upstream) {
    for (Choice choice : Choice.values()) {
      // When
      ObjectNode sent = Hub.up(client, upstream, request(client, choice, false));

      // Then
      ObjectNode expected = said(upstream, choice, false);
      String field = upstream == Protocol.GEMINI ? "toolConfig" : "tool_choice";
      assertThat(sent.path(field)).as("%s", choice).isEqualTo(expected.path(field));
      assertThat(sent.path("tools").toString()).contains("\"f\"", "\"g\"");
      assertThat(sent.has("parallel_tool_calls")).isFalse();
    }
  }

  @ParameterizedTest(name = "{0} to {1}")
  @MethodSource("io.posthouse.relay.translation.AllPairs#pairs")
  void t44OneCallAtATimeArrivesOrIsRefusedByName(Protocol client, Protocol upstream) {
    for (Choice choice : Choice.values()) {
      if (said(client, choice, true).equals(said(client, choice, false))) {
        // Its client has no words for it.
        continue;
      }
      String body = request(client, choice, true);
      if (upstream == Protocol.GEMINI) {
        // When // Then
        assertThat(Hub.refused(client, upstream, body)).as("%s", choice).isEqualTo(named(client));
        continue;
      }

      // When
      ObjectNode sent = Hub.up(client, upstream, body);

      // Then
      ObjectNode expected = said(upstream, choice, true);
      assertThat(sent.path("tool_choice")).as("%s", choice).isEqualTo(expected.path("tool_choice"));
      assertThat(sent.path("parallel_tool_calls")).isEqualTo(expected.path("parallel_tool_calls"));
    }
  }
}
