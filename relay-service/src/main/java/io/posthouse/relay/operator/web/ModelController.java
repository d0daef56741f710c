package io.posthouse.relay.operator.web;

import io.posthouse.relay.operator.ChannelDesk;
import io.posthouse.relay.operator.ModelView;
import io.posthouse.web.Items;
import io.posthouse.web.ProblemException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Models, for operators. */
@RestController
@RequestMapping("/api/operator/models")
class ModelController {

  private static final long MOST_TOKENS = 100_000_000;

  private final ChannelDesk desk;

  ModelController(ChannelDesk desk) {
    this.desk = desk;
  }

  record Description(
      @NotBlank @Size(max = 100) String displayName,
      @NotNull @Min(1) @Max(MOST_TOKENS) Long maxInputTokens,
      @NotNull @Min(1) @Max(MOST_TOKENS) Long maxOutputTokens,
      @Nullable @Size(max = 50) String tokenizer) {}

  @GetMapping
  Items<ModelView> list() {
    return Items.all(desk.models());
  }

  @GetMapping("/{name}")
  ModelView get(@PathVariable String name) {
    return desk.model(name);
  }

  @PutMapping("/{name}")
  ModelView put(@PathVariable String name, @Valid @RequestBody Description description) {
    if (!name.matches(Names.MODEL)) {
      throw ProblemException.badRequest("name: malformed (expected: " + Names.MODEL + ")");
    }
    return desk.describe(
        name,
        description.displayName(),
        description.maxInputTokens(),
        description.maxOutputTokens(),
        description.tokenizer());
  }
}
