/**
 * The parts of the suite: how each is started, with which settings, when it is ready, and in which
 * order they go up and down.
 */
@NullMarked
package io.posthouse.local.stack;

import org.jspecify.annotations.NullMarked;
