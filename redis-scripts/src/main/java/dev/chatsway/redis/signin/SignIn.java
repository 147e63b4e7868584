package dev.chatsway.redis.signin;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One browser that is signed in to the studio. The times are Redis's.
 *
 * @param id names it; the secret in the browser's cookie cannot be had back from it
 * @param session the only session that is open to it, or null: the admin's, to which all are open
 * @param mark of the token that it was made with; without spaces
 * @param since when it was made
 * @param lastUsed when it last proved who asks, to the minute
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

  /** What Redis keeps under the id: account, mark, and both times in ms. */
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
