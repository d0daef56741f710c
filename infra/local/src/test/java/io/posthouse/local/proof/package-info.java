/**
 * The proofs of money.md that need processes which can be killed: billing-service and two relays on
 * PostgreSQL and Kafka, the simulator as the upstream, in this JVM.
 *
 * <p>{@link io.posthouse.local.proof.Load} makes calls, each under an id and with a prompt of its
 * own, and remembers what its client saw. {@link io.posthouse.local.proof.Upstream} remembers what
 * the upstream saw of it: prompts pass byte for byte, so a body's digest says which call it was.
 * {@link io.posthouse.local.proof.Books} reads what billing-service made of it. {@link
 * io.posthouse.local.proof.Verdict} compares the three.
 *
 * <p>A seed says what is called, who is killed, in which order and when, counted in calls. It is
 * printed; {@code -Dposthouse.proof.seed} sets it, {@code -Dposthouse.proof.rounds} the number of
 * rounds, {@code -Dposthouse.proof.keep=true} keeps the processes' logs.
 */
package io.posthouse.local.proof;
