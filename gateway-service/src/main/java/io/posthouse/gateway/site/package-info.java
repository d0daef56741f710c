/**
 * What the gateway itself answers: the few pages before the console, and the open facts of the site
 * (P64, P65). Every word that bears the brand is configuration.
 *
 * <p>Pages are rendered once per language when the service starts; their scripts are files of our
 * own, so that the content security policy needs no exception.
 */
@NullMarked
package io.posthouse.gateway.site;

import org.jspecify.annotations.NullMarked;
