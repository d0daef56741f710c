package io.posthouse.relay.metering;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.jspecify.annotations.Nullable;

/**
 * Reckons the sound and the pictures of a stream while they go by, for the case that its end, where
 * the upstream says how much they were, never comes (protocols.md 1.8): hanging up early is not
 * free. By the smallest numbers that providers publish, so that it is rather less than it was. Not
 * thread-safe.
 */
final class MediaSent {

  /** Sound is sent at 24 kHz in 16 bits: 64,000 characters of base64 a second, and 20 tokens. */
  static final long SOUND_CHARACTERS_PER_TOKEN = 3_200;

  /** Of a picture of up to two megapixels. */
  static final long TOKENS_PER_PICTURE = 1_120;

  /** What is shorter has none in it: it is less than a token of sound. */
  private static final int SHORTEST = 1_024;

  private static final byte[] AUDIO = "\"audio\"".getBytes(US_ASCII);
  private static final byte[] PICTURE_URL = "\"data:image/".getBytes(US_ASCII);
  private static final byte[] INLINE = "\"inlineData\"".getBytes(US_ASCII);
  private static final byte[] DATA = "\"data\"".getBytes(US_ASCII);
  private static final byte[] AUDIO_TYPE = "\"audio/".getBytes(US_ASCII);
  private static final byte[] IMAGE_TYPE = "\"image/".getBytes(US_ASCII);

  private long soundCharacters;
  private long pictures;

  /** Looks into a chunk of Chat's. */
  void chat(byte[] bytes, int from, int length) {
    if (length - from < SHORTEST) {
      return;
    }
    int audio = EventText.find(bytes, from, length, AUDIO);
    if (audio >= 0) {
      soundCharacters += dataLength(bytes, audio, length);
    } else if (EventText.find(bytes, from, length, PICTURE_URL) >= 0) {
      pictures++;
    }
  }

  /** Looks into a chunk of Gemini's. */
  void gemini(byte[] bytes, int from, int length) {
    if (length - from < SHORTEST || EventText.find(bytes, from, length, INLINE) < 0) {
      return;
    }
    if (EventText.find(bytes, from, length, IMAGE_TYPE) >= 0) {
      pictures++;
    } else if (EventText.find(bytes, from, length, AUDIO_TYPE) >= 0) {
      soundCharacters += dataLength(bytes, from, length);
    }
  }

  /** How long the first text is that stands under {@code data}; as far as there is of it. */
  private static int dataLength(byte[] bytes, int from, int length) {
    int key = EventText.find(bytes, from, length, DATA);
    int i = key < 0 ? length : key + DATA.length;
    while (i < length && bytes[i] != '"') {
      i++;
    }
    int begin = i + 1;
    i = begin;
    while (i < length && bytes[i] != '"') {
      i++;
    }
    return Math.max(0, i - begin);
  }

  /** What went by; null for neither. */
  @Nullable MediaTokens tokens() {
    long sound = Math.ceilDiv(soundCharacters, SOUND_CHARACTERS_PER_TOKEN);
    return sound == 0 && pictures == 0
        ? null
        : new MediaTokens(0, 0, 0, 0, sound, pictures * TOKENS_PER_PICTURE);
  }
}
