/**
 * What the HTTP surfaces and events of all modules have in common: money as {@code
 * {"amount","currency"}}.
 */
@NullMarked
package io.posthouse.billing.web;

import org.jspecify.annotations.NullMarked;
