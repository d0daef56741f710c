/**
 * Processes of the operating system: starting one that outlives the launcher, knowing it again,
 * ending it.
 *
 * <p>A process of ours is known by a marker on its command line, not by its number: after a reboot
 * another process may have the number that a file remembers.
 */
@NullMarked
package io.posthouse.local.process;

import org.jspecify.annotations.NullMarked;
