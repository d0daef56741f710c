package io.posthouse.relay.node;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * This node.
 *
 * @param node its id, stable over restarts
 */
@Validated
@ConfigurationProperties("posthouse.relay")
public record NodeProperties(@NotBlank @Pattern(regexp = "[a-z0-9][a-z0-9.-]{0,62}") String node) {}
