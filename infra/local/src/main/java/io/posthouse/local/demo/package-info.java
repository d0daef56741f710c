/**
 * The demo people and data, made through the public API as a person would. Each step looks first
 * whether it is done.
 */
@NullMarked
package io.posthouse.local.demo;

import org.jspecify.annotations.NullMarked;
