package io.posthouse.relay.operator;

import io.posthouse.relay.routing.TranslationOptions;
import org.jspecify.annotations.Nullable;

/**
 * What an operator says of calls that are translated to an upstream; nulls leave the usual.
 *
 * @param anthropicVersion {@code YYYY-MM-DD}
 */
public record TranslationSetting(
    @Nullable String anthropicVersion,
    @Nullable Boolean strict,
    @Nullable Boolean remoteFiles,
    @Nullable Boolean reasoningText,
    @Nullable Boolean rewriteModel) {

  /** All of them. */
  static TranslationOptions options(@Nullable TranslationSetting said) {
    TranslationOptions usual = TranslationOptions.USUAL;
    return said == null
        ? usual
        : new TranslationOptions(
            said.anthropicVersion() == null ? usual.anthropicVersion() : said.anthropicVersion(),
            or(said.strict(), usual.strict()),
            or(said.remoteFiles(), usual.remoteFiles()),
            or(said.reasoningText(), usual.reasoningText()),
            or(said.rewriteModel(), usual.rewriteModel()));
  }

  private static boolean or(@Nullable Boolean said, boolean usual) {
    return said == null ? usual : said;
  }
}
