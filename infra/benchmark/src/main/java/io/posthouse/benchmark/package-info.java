/**
 * Measuring tools that every benchmark here shares: what a process has used, and how repeated
 * readings are told.
 *
 * <p>Each benchmark is a package of its own below this one, a program that starts what it measures
 * and its yardstick side by side, and tells ratios taken in one run: the machines it runs on are
 * shared and noisy, so that absolute figures say little. None is part of {@code mvn verify}; the
 * tools' own tests are.
 */
@NullMarked
package io.posthouse.benchmark;

import org.jspecify.annotations.NullMarked;
