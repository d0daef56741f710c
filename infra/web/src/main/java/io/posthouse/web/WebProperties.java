package io.posthouse.web;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The service's own openings.
 *
 * @param publicPaths path patterns that need no sign-in, optionally after a method and a space
 *     ({@code POST /api/registrations})
 */
@ConfigurationProperties("posthouse.web")
public record WebProperties(@DefaultValue List<String> publicPaths) {}
