/** The audit log over HTTP, for operators. */
@NullMarked
package io.posthouse.billing.audit.web;

import org.jspecify.annotations.NullMarked;
