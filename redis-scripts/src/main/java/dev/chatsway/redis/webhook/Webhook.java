package dev.chatsway.redis.webhook;

/**
 * A target that events of a session are sent to ({@code TARGET} in chatsway.lua). Times are Redis's, in milliseconds since
 * 1970; 0 is never.
 *
 * @param number counts the session's targets from 1; never used again
 * @param url where events are posted
 * @param secret signs them: {@code whsec_} and Base64
 * @param createdAt when it was added
 * @param next the message that is due, counted from 1
 * @param failures of that message, in a row
 * @param failingSince when the first of these failed
 * @param nextAt not tried again before this
 * @param claimedUntil an instance is sending it, and has until then to say what came of it
 * @param lastAt when an attempt ended
 * @param lastStatus the HTTP status of that; 0 if there was no answer
 * @param lastError why that failed; empty if it did not
 * @param off why it is switched off, {@code failing} or {@code gone}; empty if it is on
 * @param offAt since when
 * @param skipped messages that it never had because too many waited
 */
public record Webhook(
    long number,
    String url,
    String secret,
    long createdAt,
    long next,
    int failures,
    long failingSince,
    long nextAt,
    long claimedUntil,
    long lastAt,
    int lastStatus,
    String lastError,
    String off,
    long offAt,
    long skipped) {

  /** Without its URL and its secret, since either may open something. */
  @Override
  public String toString() {
    return "Webhook[" + number + "]";
  }
}
