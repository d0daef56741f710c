package io.posthouse.billing.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthouse.billing.money.Currency;
import io.posthouse.billing.money.Money;
import io.posthouse.billing.pricing.TokenCounts;
import io.posthouse.billing.web.MoneyView;
import io.posthouse.billing.web.RatesView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a call cost, and how it comes about: {@code charge = sum over kinds (usage x prices) /
 * 1,000,000 + sum over tools (uses x perThousand) / 1,000}, rounded once, half up, to 10 decimals.
 *
 * @param end how the call ended: complete, upstream_error, client_abort, upstream_cut, balance,
 *     crash
 * @param source how the tokens are known: reported, partial, estimated, crash
 * @param rule the published rule that the charge follows
 * @param serviceTier that the answer says it was served at; null when it says none
 * @param tools hosted tools that were used, by name
 * @param priceTier which of the model's rates counted; null for the plain ones
 * @param official the model's official prices, USD per million tokens
 * @param prices what was charged per million tokens: official prices times the multiplier
 * @param adjustments what was done to the charge: the relay's notes, what the wallet could not pay
 *     ({@code uncollected}) and each part that was given back
 * @param corrections what was given back, oldest first; {@code charge} stays as it was
 * @param answeredModel the model that the upstream said it was; null when it named none
 * @param modelAsAsked whether that is the one it was asked for, up to a date or revision; null when
 *     it named none
 * @param digest of a salt that the client alone was given, and the bytes that the upstream sent
 * @param changes what the relay changed in the answer, empty for nothing; null when the relay did
 *     not tell
 * @param otherModels what other models used of {@code usage}, and what that cost; the rest is the
 *     requested one's
 * @param signature null in lists
 */
public record Receipt(
    String requestId,
    String keyId,
    String model,
    @Nullable String upstreamModel,
    @Nullable String answeredModel,
    @Nullable Boolean modelAsAsked,
    String channel,
    Instant startedAt,
    Instant endedAt,
    int status,
    String end,
    String source,
    Rule rule,
    Usage usage,
    @Nullable String serviceTier,
    List<Tool> tools,
    @Nullable PriceTier priceTier,
    RatesView official,
    RatesView prices,
    String multiplier,
    List<Adjustment> adjustments,
    List<Correction> corrections,
    List<OtherModel> otherModels,
    MoneyView charge,
    String digest,
    @Nullable List<String> changes,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Signature signature) {

  /**
   * Tokens by kind, each of one alone but for reasoning, which is a part of the output and
   * informational. Sound and pictures are there where there were any.
   */
  public record Usage(
      long input,
      long output,
      long cacheRead,
      long cacheWrite5m,
      long cacheWrite1h,
      long reasoning,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) long inputAudio,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) long cacheReadAudio,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) long outputAudio,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) long inputImage,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) long cacheReadImage,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) long outputImage) {

    /** Text alone. */
    public Usage(
        long input,
        long output,
        long cacheRead,
        long cacheWrite5m,
        long cacheWrite1h,
        long reasoning) {
      this(input, output, cacheRead, cacheWrite5m, cacheWrite1h, reasoning, 0, 0, 0, 0, 0, 0);
    }

    static Usage of(UsageRecorded.Tokens tokens) {
      MediaTokens media = MediaTokens.orNone(tokens.media());
      return new Usage(
          tokens.input() - media.input(),
          tokens.output() - media.output(),
          tokens.cacheRead() - media.cacheRead(),
          tokens.cacheWrite5m(),
          tokens.cacheWrite1h(),
          tokens.reasoning(),
          media.inputAudio(),
          media.cacheReadAudio(),
          media.outputAudio(),
          media.inputImage(),
          media.cacheReadImage(),
          media.outputImage());
    }

    Usage minus(Usage part) {
      return new Usage(
          input - part.input,
          output - part.output,
          cacheRead - part.cacheRead,
          cacheWrite5m - part.cacheWrite5m,
          cacheWrite1h - part.cacheWrite1h,
          reasoning - part.reasoning,
          inputAudio - part.inputAudio,
          cacheReadAudio - part.cacheReadAudio,
          outputAudio - part.outputAudio,
          inputImage - part.inputImage,
          cacheReadImage - part.cacheReadImage,
          outputImage - part.outputImage);
    }

    TokenCounts counts() {
      return new TokenCounts(
          input, output, cacheRead, cacheWrite5m, cacheWrite1h, media().counts());
    }

    private MediaTokens media() {
      return new MediaTokens(
          inputAudio, inputImage, cacheReadAudio, cacheReadImage, outputAudio, outputImage);
    }

    /** Whether the call used no token at all. */
    boolean isNothing() {
      return input + output + cacheRead + cacheWrite5m + cacheWrite1h == 0
          && media().counts().isEmpty();
    }
  }

  /**
   * Another model's part of a call.
   *
   * @param usage contained in the call's
   * @param official its own official prices
   * @param prices those times the call's multiplier
   */
  public record OtherModel(String model, Usage usage, RatesView official, RatesView prices) {}

  /**
   * Uses of a hosted tool.
   *
   * @param perThousand what 1,000 uses were charged, multiplier included, USD
   */
  public record Tool(String name, long uses, String perThousand) {}

  /**
   * For which calls the rates are.
   *
   * @param serviceTier null for every one without rates of its own
   * @param above tokens of input, cached ones included; the call had more
   */
  public record PriceTier(@Nullable String serviceTier, long above) {}

  /**
   * A published rule.
   *
   * @param url where it is written
   */
  public record Rule(String name, String url) {}

  /** Something that was done to a charge. */
  public record Adjustment(String kind, MoneyView amount) {}

  /**
   * A part of the charge that was given back.
   *
   * @param amount above zero
   */
  public record Correction(Instant at, String reason, MoneyView amount) {}

  /** What was given back of the charge. */
  public Money corrected() {
    return corrections.stream()
        .map(correction -> correction.amount().toMoney("amount", Currency.USD))
        .reduce(Money.ZERO_USD, Money::plus);
  }

  /**
   * Ed25519 over the canonical form of the receipt without this field.
   *
   * @param keyId which key of {@code /.well-known/posthouse-receipts.json}
   * @param value base64url without padding
   */
  public record Signature(String algorithm, String keyId, String value) {}

  Receipt signed(Signature by) {
    return new Receipt(
        requestId,
        keyId,
        model,
        upstreamModel,
        answeredModel,
        modelAsAsked,
        channel,
        startedAt,
        endedAt,
        status,
        end,
        source,
        rule,
        usage,
        serviceTier,
        tools,
        priceTier,
        official,
        prices,
        multiplier,
        adjustments,
        corrections,
        otherModels,
        charge,
        digest,
        changes,
        by);
  }
}
