package io.posthouse.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthouse.billing.Http;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Checks receipts as a customer would: with nothing of ours but the published key. */
final class SignedReceipts {

  private static final JsonMapper SORTED =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private SignedReceipts() {}

  static void check(JsonNode receipt, Http http) throws Exception {
    JsonNode published =
        http.send("GET", "/.well-known/posthouse-receipts.json", "", Map.of()).json();
    assertThat(published.at("/keys/0/kid")).isEqualTo(receipt.at("/signature/keyId"));
    byte[] raw = Base64.getUrlDecoder().decode(published.at("/keys/0/x").stringValue());
    byte[] prefix = HexFormat.of().parseHex("302a300506032b6570032100");
    byte[] spki = Arrays.copyOf(prefix, prefix.length + raw.length);
    System.arraycopy(raw, 0, spki, prefix.length, raw.length);
    Signature verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(
        KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki)));
    ObjectNode unsigned = (ObjectNode) receipt.deepCopy();
    unsigned.remove("signature");
    String canonical = SORTED.writeValueAsString(Http.JSON.convertValue(unsigned, TreeMap.class));
    verifier.update(canonical.getBytes(StandardCharsets.UTF_8));
    byte[] signature = Base64.getUrlDecoder().decode(receipt.at("/signature/value").stringValue());
    assertThat(verifier.verify(signature)).isTrue();
  }
}
