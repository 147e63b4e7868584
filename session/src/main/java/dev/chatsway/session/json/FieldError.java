package dev.chatsway.session.json;

/**
 * One field that was refused.
 *
 * @param field its path, as {@code settings.voteDelta}
 * @param sent what was sent, as JSON, cut at 100 characters
 * @param allowed what is allowed, in words
 */
public record FieldError(String field, String sent, String allowed) {}
