/**
 * Who can be told: accounts, their language and status, and a sealed copy of their address.
 *
 * <p>Accounts come from {@code auth.account-registered.v1} and {@code
 * auth.account-status-changed.v1}, in any order. Events carry no address; {@code AddressBook} asks
 * auth-service for the missing ones and keeps them encrypted (P10). A refused address is forgotten
 * and asked for again. Banned and closed accounts get no mail; a closed one's address is forgotten.
 */
@NullMarked
package io.posthouse.notification.recipient;

import org.jspecify.annotations.NullMarked;
