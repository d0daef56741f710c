/**
 * JSON for translation: trees in that keep numbers exact ({@link
 * io.posthouse.relay.translation.json.Json}), a request's object whose every field must be
 * accounted for ({@link io.posthouse.relay.translation.json.Fields}, I5), and bytes out without a
 * tree ({@link io.posthouse.relay.translation.json.JsonOut}).
 */
@NullMarked
package io.posthouse.relay.translation.json;

import org.jspecify.annotations.NullMarked;
