package io.posthouse.auth;

import java.time.InstantSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

/** Starts auth-service. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class AuthApplication {

  /**
   * Starts the service.
   *
   * @param args Spring Boot's command line
   */
  public static void main(String[] args) {
    SpringApplication.run(AuthApplication.class, args);
  }

  /** Real time, for tokens, limits and retries; the business clock is the {@code Clock} bean. */
  @Bean(defaultCandidate = false)
  InstantSource realTime() {
    return InstantSource.system();
  }
}
