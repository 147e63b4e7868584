package dev.chatsway.session.json;

/**
 * An invalid field.
 *
 * @param field its path, as {@code settings.voteDelta}
 * @param sent what was sent, as JSON, truncated to 100 characters
 * @param allowed what is allowed, in words
 */
public record FieldError(String field, String sent, String allowed) {}
