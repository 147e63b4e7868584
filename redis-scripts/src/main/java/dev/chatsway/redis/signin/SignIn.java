package dev.chatsway.redis.signin;

import java.time.Instant;

/**
 * One browser that is signed in to the studio. The times are Redis's.
 *
 * @param id names it; the secret in the browser's cookie cannot be had back from it
 * @param principal who signed in
 * @param mark of the token that it was made with; without spaces
 * @param since when it was made
 * @param lastUsed when it last proved who asks, to the minute
 */
public record SignIn(String id, Principal principal, String mark, Instant since, Instant lastUsed) {

  SignIn used(Instant now) {
    return new SignIn(id, principal, mark, since, now);
  }

  /** What Redis keeps under the id: principal, mark, and both times in ms. */
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
