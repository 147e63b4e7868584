package dev.chatsway.redis.signin;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A browser's sign-in to the studio. Times are Redis's.
 *
 * @param id its id, from which the secret in the browser's cookie cannot be derived
 * @param session the only session that it opens; null for the admin's, which opens all
 * @param mark fingerprint of the token that it was made with; without spaces
 * @param since when it was made
 * @param lastUsed when it was last used, to the minute
 */
public record SignIn(
    String id, @Nullable UUID session, String mark, Instant since, Instant lastUsed) {

  private static final String ADMIN = "admin";

  /** Whose it is: {@code admin}, or a session's id. */
  String account() {
    return account(session);
  }

  static String account(@Nullable UUID session) {
    return session == null ? ADMIN : session.toString();
  }

  SignIn used(Instant now) {
    return new SignIn(id, session, mark, since, now);
  }

  /** The value in Redis: account, mark, and both times in ms. */
  String toRecord() {
    return String.join(
        " ",
        account(),
        mark,
        Long.toString(since.toEpochMilli()),
        Long.toString(lastUsed.toEpochMilli()));
  }

  static SignIn parse(String id, String stored) {
    String[] fields = stored.split(" ", -1);
    return new SignIn(
        id,
        fields[0].equals(ADMIN) ? null : UUID.fromString(fields[0]),
        fields[1],
        Instant.ofEpochMilli(Long.parseLong(fields[2])),
        Instant.ofEpochMilli(Long.parseLong(fields[3])));
  }
}
