/**
 * A demo upstream and a test tool: it speaks Anthropic Messages and OpenAI Chat Completions well
 * enough for the official SDKs, counts tokens by a fixed rule, and misbehaves on request. It is not
 * a model, and its answers say so.
 *
 * <p><b>Running.</b> {@code java -jar infra/simulator/target/infra-simulator.jar} (self-contained);
 * {@code POSTHOUSE_SIMULATOR_PORT} (8089) and {@code POSTHOUSE_SIMULATOR_HOST} (127.0.0.1) say
 * where it listens. Tests take {@link io.posthouse.simulator.Simulator#start(int)} from the
 * ordinary artifact {@code infra-simulator}.
 *
 * <p><b>Endpoints.</b> {@code POST /v1/messages}, {@code POST /v1/messages/count_tokens}, {@code
 * POST /v1/chat/completions}, {@code GET /v1/models}, {@code GET /v1/models/{id}} need a credential
 * ({@code x-api-key}, {@code Authorization: Bearer} or {@code api-key}; any value counts). {@code
 * GET /health}, {@code PUT|GET|DELETE /control/faults} and {@code GET|DELETE /control/calls} do
 * not.
 *
 * <p><b>Usage.</b> The prompt's tokens are its text's UTF-8 bytes divided by 4, rounded up, at
 * least 1. Its text is, in this order, the compact JSON of each entry of {@code tools}, the system
 * text, and the messages' text (strings, {@code text} blocks, {@code thinking}, tool results, tool
 * inputs as compact JSON); images and files count nothing. The answer's tokens are its words; a
 * tool call counts the bytes of its arguments divided by 4, rounded up. The answer has 26 words
 * ({@code sim-long}: 500), and stops at the request's output cap with the protocol's reason for it.
 * Anthropic prompts up to the last {@code cache_control} marker are written to the cache (those up
 * to the last {@code "ttl":"1h"} one for an hour); when the model's name ends in {@code -cached}
 * they are read from it instead. With such a name an OpenAI call reads half of its prompt (rounded
 * down) from the cache.
 *
 * <p><b>Tools.</b> When the last user message says {@code use tool NAME} and the request declares
 * that tool, the answer is a call of it, with a made-up value for each property that its schema
 * requires.
 *
 * <p><b>Faults</b> come from the model's name or from {@code PUT /control/faults {"fault",
 * "model"?, "times"?}}, where the same names stand without {@code sim-}; the second wins. Without
 * {@code model} it counts for every model, without {@code times} until {@code DELETE
 * /control/faults}.
 *
 * <table>
 * <caption>Faults</caption>
 * <tr><td>{@code sim-slow}</td><td>first byte after 2 s, then a chunk every 200 ms</td></tr>
 * <tr><td>{@code sim-hang}</td><td>no answer until the client goes</td></tr>
 * <tr><td>{@code sim-hang-mid}</td><td>half the answer, then silence</td></tr>
 * <tr><td>{@code sim-cut}</td><td>half the answer, then a TCP reset</td></tr>
 * <tr><td>{@code sim-eof}</td><td>half the answer, then a proper end of the HTTP body</td></tr>
 * <tr><td>{@code sim-error-mid}</td><td>half the stream, then an error event; 500 when not streamed</td></tr>
 * <tr><td>{@code sim-error}, {@code sim-error-NNN}</td><td>status 500, or NNN (400 to 599); 429 says {@code
 * retry-after: 7}</td></tr>
 * <tr><td>{@code sim-no-usage}</td><td>an answer without usage</td></tr>
 * <tr><td>{@code sim-html}</td><td>status 200 with a page of HTML</td></tr>
 * <tr><td>{@code sim-long}</td><td>500 words, a chunk each</td></tr>
 * </table>
 *
 * <p><b>What it keeps.</b> {@code GET /control/calls} tells the last 1,000 calls: which model,
 * headers' names (and the values of a few that name no one), sizes, digests. No body is kept, and
 * of a credential only the start of its SHA-256.
 *
 * <p><b>Threading.</b> Everything of one connection runs on its event loop; {@code Faults} and
 * {@code CallLog} are shared and thread-safe.
 */
@NullMarked
package io.posthouse.simulator;

import org.jspecify.annotations.NullMarked;
