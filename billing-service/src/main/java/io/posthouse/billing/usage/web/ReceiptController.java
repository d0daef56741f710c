package io.posthouse.billing.usage.web;

import io.posthouse.billing.caller.Caller;
import io.posthouse.billing.usage.Receipt;
import io.posthouse.billing.usage.ReceiptSigner;
import io.posthouse.billing.usage.ReceiptTimes;
import io.posthouse.billing.usage.Receipts;
import io.posthouse.web.ProblemException;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /v1/receipts/{requestId}}, and the key that receipts are signed with. */
@RestController
class ReceiptController {

  private final Receipts receipts;
  private final ReceiptTimes times;
  private final ReceiptSigner signer;

  ReceiptController(Receipts receipts, ReceiptTimes times, ReceiptSigner signer) {
    this.receipts = receipts;
    this.times = times;
    this.signer = signer;
  }

  record Keys(List<Key> keys, String canonicalForm) {}

  /** A public key as a JWK (RFC 8037). */
  record Key(String kty, String crv, String kid, String alg, String use, String x) {}

  /**
   * One answer for another account's call and for one that is not recorded yet: who asks cannot
   * tell them apart.
   */
  @GetMapping("/v1/receipts/{requestId}")
  Receipt receipt(Caller caller, @PathVariable String requestId) {
    UUID id = times.requestId(requestId);
    if (id == null) {
      throw ProblemException.notFound("receipt");
    }
    return receipts
        .find(id, caller.accountId())
        .orElseThrow(
            () ->
                times.mayStillCome(id)
                    ? new ProblemException(
                        HttpStatus.NOT_FOUND,
                        "receipt-not-ready",
                        "No receipt of that call yet. It is there within 2 s of the call's end.")
                    : ProblemException.notFound("receipt"));
  }

  @GetMapping("/.well-known/posthouse-receipts.json")
  Keys keys() {
    return new Keys(
        List.of(new Key("OKP", "Ed25519", signer.keyId(), "EdDSA", "sig", signer.publicKey())),
        "The receipt's JSON without the field signature, keys of each object sorted, no white space, UTF-8 (RFC 8785).");
  }
}
