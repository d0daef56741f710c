/**
 * The launcher behind {@code ./posthouse}: the whole suite on one machine, each part a process of
 * its own.
 *
 * <p>{@link io.posthouse.local.Main} is the command line. {@code up} is made of steps that each
 * look at what is there and do what is missing, so that it may be interrupted anywhere and called
 * again: build ({@code build}), prepare the state folder ({@code home}), start what does not run as
 * it should ({@code stack}, {@code process}), make the demo people and data through the public API
 * ({@code demo}).
 *
 * <p>What people read goes to standard output, but for {@code env} and {@code token}, whose output
 * a shell reads. A failure is a {@link io.posthouse.local.home.StackException} whose message says
 * what, why and where to look.
 */
@NullMarked
package io.posthouse.local;

import org.jspecify.annotations.NullMarked;
