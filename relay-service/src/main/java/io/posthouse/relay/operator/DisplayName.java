package io.posthouse.relay.operator;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** A name for people, in both languages. */
public record DisplayName(
    @NotBlank @Size(max = 100) String en, @NotBlank @Size(max = 100) String zh) {}
