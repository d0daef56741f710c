package io.posthouse.relay.translation;

import io.posthouse.relay.protocol.Refusal;
import java.util.List;
import java.util.Map;

/** One attempt: the request as its upstream hears it, and the way back. Not thread-safe. */
public interface Translation {

  /** The upstream's request; UTF-8 JSON. */
  byte[] body();

  /**
   * The path behind the upstream's base URL, query included: {@code /v1/messages}, {@code
   * /chat/completions}, {@code /responses}, {@code /v1beta/models/m:streamGenerateContent?alt=sse}.
   * The client's own query does not go with it.
   */
  String path();

  /** Headers the request needs beside the credential and {@code content-type}. */
  Map<String, String> headers();

  /** The client's fields that were dropped, for {@code x-posthouse-ignored}; each once. */
  List<String> ignored();

  /** The media type of a streamed answer to the client. */
  String streamType();

  /** The way back for a streamed answer. Made once per attempt. */
  StreamTranslation stream();

  /**
   * The way back for a streamed answer to a client that asked for a whole one: nothing comes out
   * before the end, and {@link StreamTranslation#terminal} is the whole body.
   */
  StreamTranslation aggregate();

  /**
   * Translates an answer that was not streamed.
   *
   * @param answer the upstream's whole JSON, of a status of success
   * @throws UnreadableAnswerException if it is none; the next upstream may be tried
   */
  Whole whole(byte[] answer);

  /**
   * Says a whole answer as the stream that the client asked for, terminator included.
   *
   * @throws UnreadableAnswerException if it is none
   */
  byte[] streamOf(byte[] answer);

  /**
   * Re-words an upstream's error for the client (protocols.md 3.4). What it names of the upstream
   * (addresses, key prefixes, organisations) is taken out; a context overflow is said in the words
   * that the client's program looks for (T38).
   *
   * @param status the upstream's, {@literal >=} 400
   * @param body whatever came with it; need not be JSON
   */
  Refusal error(int status, byte[] body);

  /**
   * A whole answer.
   *
   * @param body the client's JSON
   * @param notes what {@code x-posthouse-note} says; usually nothing
   */
  record Whole(byte[] body, List<String> notes) {}
}
