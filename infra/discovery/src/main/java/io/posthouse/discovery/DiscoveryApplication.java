package io.posthouse.discovery;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.netflix.eureka.server.EnableEurekaServer;

/** Starts the Eureka server, where every service registers and the gateway finds it. */
@SpringBootApplication
@EnableEurekaServer
public class DiscoveryApplication {

  /**
   * Starts the server.
   *
   * @param args Spring Boot's command line
   */
  public static void main(String[] args) {
    SpringApplication.run(DiscoveryApplication.class, args);
  }
}
