/**
 * The state folder ({@code POSTHOUSE_HOME}): where things are in it, the ports, the secrets, the
 * local certificate authority.
 *
 * <p>Everything in it belongs to its owner alone. Secrets are made once and handed to processes by
 * environment only.
 */
@NullMarked
package io.posthouse.local.home;

import org.jspecify.annotations.NullMarked;
