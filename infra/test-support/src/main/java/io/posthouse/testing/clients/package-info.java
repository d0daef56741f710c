/**
 * Real clients for tests: programs from the npm registry at pinned versions, and a model for them
 * to talk to.
 *
 * <p>{@link io.posthouse.testing.clients.NpmPackages} installs what {@code clients/package.json}
 * and {@code agents/package.json} name, once per version list, into {@code
 * infra/test-support/target/npm}; without npm or a fit Node a test fails and says so. {@link
 * io.posthouse.testing.clients.ClientProgram} runs a program in an environment of its own: an empty
 * home, no proxy, no telemetry, nothing of this process's variables but the path.
 *
 * <p>{@link io.posthouse.testing.clients.ScriptedModel} answers in Anthropic Messages and OpenAI
 * Chat. It does what the newest user message asks for between double brackets ({@link
 * io.posthouse.testing.clients.Cues}), and refuses, as the providers do, requests that are not
 * well-formed: so a translation that drops or reorders something is seen.
 */
@NullMarked
package io.posthouse.testing.clients;

import org.jspecify.annotations.NullMarked;
