package io.posthouse.keycloak;

import org.keycloak.Config;
import org.keycloak.credential.hash.PasswordHashProvider;
import org.keycloak.credential.hash.PasswordHashProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * Registers {@code hashAlgorithm(bcrypt)} with Keycloak. Found through {@code META-INF/services}.
 */
public final class BcryptPasswordHashProviderFactory implements PasswordHashProviderFactory {

  private final PasswordHashProvider provider = new BcryptPasswordHashProvider();

  /** For Keycloak's service loader. */
  public BcryptPasswordHashProviderFactory() {}

  @Override
  public PasswordHashProvider create(KeycloakSession session) {
    return provider;
  }

  @Override
  public void init(Config.Scope config) {}

  @Override
  public void postInit(KeycloakSessionFactory factory) {}

  @Override
  public void close() {}

  @Override
  public String getId() {
    return BcryptPasswordHashProvider.ID;
  }
}
