package dev.chatsway.redis.signin;

import java.time.Instant;

/**
 * A browser's sign-in to the studio. Times are Redis's.
 *
 * @param id its id, from which the secret in the browser's cookie cannot be derived
 * @param principal who signed in
 * @param mark fingerprint of the token that it was made with; without spaces
 * @param since when it was made
 * @param lastUsed when it was last used, to the minute
 */
public record SignIn(String id, Principal principal, String mark, Instant since, Instant lastUsed) {

  SignIn used(Instant now) {
    return new SignIn(id, principal, mark, since, now);
  }

  /** The value in Redis: principal, mark, and both times in ms. */
  String toRecord() {
    return String.join(
        " ",
        principal.name(),
        mark,
        Long.toString(since.toEpochMilli()),
        Long.toString(lastUsed.toEpochMilli()));
  }

  static SignIn parse(String id, String stored) {
    String[] fields = stored.split(" ", -1);
    return new SignIn(
        id,
        Principal.parse(fields[0]),
        fields[1],
        Instant.ofEpochMilli(Long.parseLong(fields[2])),
        Instant.ofEpochMilli(Long.parseLong(fields[3])));
  }
}
