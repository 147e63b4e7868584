package dev.chatsway.redis.signin;

import java.time.Instant;

/**
 * An account that has signed in. The times are Redis's.
 *
 * @param account such as {@code twitch:12345}; never changes
 * @param login its name at the time of its last sign-in
 * @param secret replaced to end all of its sign-ins at once
 * @param since when it signed in first
 * @param lastSignIn when it signed in last
 * @param suspended whether the operator has suspended it: it cannot sign in, and its sessions are hidden
 * @param coHostOnly whether it may run what others share with it, but have no sessions of its own
 */
public record Owner(
    String account,
    String login,
    String secret,
    Instant since,
    Instant lastSignIn,
    boolean suspended,
    boolean coHostOnly) {

  /** Without the secret. */
  @Override
  public String toString() {
    return "Owner[" + account + "]";
  }
}
