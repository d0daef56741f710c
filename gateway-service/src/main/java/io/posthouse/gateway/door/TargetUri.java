package io.posthouse.gateway.door;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Makes URIs out of raw parts: nothing is decoded and encoded again. */
final class TargetUri {

  private TargetUri() {}

  static URI of(URI origin, String rawPath, @Nullable String rawQuery) {
    StringBuilder text = new StringBuilder(rawPath.length() + 64);
    text.append(origin.getScheme()).append("://").append(origin.getRawAuthority()).append(rawPath);
    if (rawQuery != null) {
      text.append('?').append(rawQuery);
    }
    return URI.create(text.toString());
  }
}
