/**
 * Accounts: who may call and spend.
 *
 * <p>An account is opened when its address is verified, and is {@code active}. Staff suspend or ban
 * it, never without a {@link io.posthouse.auth.account.Cause} from the published list and evidence
 * (P43; the database has the same rule), and reinstate it. Each change raises {@code
 * status_version} and publishes {@code auth.account-status-changed.v1} in the same transaction;
 * {@link io.posthouse.auth.account.AccountStatusChanged} is also an application event, by which the
 * module {@code key} publishes every key of the account again (P44). A suspended person can still
 * sign in, to see why and to appeal.
 *
 * <p>An owner closes their account by naming the very balance that they give up (P30);
 * billing-service compares and takes it, then the account is {@code closed} for good and its keys
 * are dead.
 *
 * <p>Roles are Keycloak's; here they are shown and changed.
 */
@NullMarked
package io.posthouse.auth.account;

import org.jspecify.annotations.NullMarked;
