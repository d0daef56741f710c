package io.posthouse.relay.translation;

import io.posthouse.relay.protocol.Protocol;

/**
 * Where an attempt goes, and what is allowed there.
 *
 * @param model the upstream's own name of the model
 * @param family who can read the opaque reasoning that this upstream makes: upstreams with equal
 *     families read each other's. The provider for Anthropic and Gemini; for OpenAI the account
 * @param anthropicVersion which API version a Messages upstream is told ({@code 2023-06-01} unless
 *     the operator set another)
 * @param strict whether a field that would be dropped is refused instead
 * @param remoteFiles whether a Gemini upstream fetches {@code fileData} by URL (Vertex does)
 * @param reasoningText whether a Chat client is shown {@code reasoning_content}
 * @param streamOptions whether a Chat upstream knows {@code stream_options} (T19)
 * @param rewriteModel whether answers name the model as the client asked for it
 */
public record Target(
    Protocol protocol,
    String model,
    ModelTraits traits,
    String family,
    String anthropicVersion,
    boolean strict,
    boolean remoteFiles,
    boolean reasoningText,
    boolean streamOptions,
    boolean rewriteModel) {

  /** The API version that is sent when the operator set none. */
  public static final String USUAL_ANTHROPIC_VERSION = "2023-06-01";

  /** A target with the usual settings. */
  public static Target of(Protocol protocol, String model, ModelTraits traits, String family) {
    return new Target(
        protocol, model, traits, family, USUAL_ANTHROPIC_VERSION, false, false, true, true, false);
  }
}
