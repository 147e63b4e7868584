package dev.chatsway.redis.signin;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who signed in to the studio: the admin, somebody with one session's owner token, or an account.
 *
 * @param session the only one that is open to it, or null
 * @param owner the account, such as {@code twitch:12345}, or null
 */
public record Principal(@Nullable UUID session, @Nullable String owner) {

  /** The holder of the admin token, which opens all sessions. */
  public static final Principal ADMIN = new Principal(null, null);

  private static final String ADMIN_NAME = "admin";

  /** The holder of a session's owner token. */
  public static Principal of(UUID session) {
    return new Principal(session, null);
  }

  /** An account that has signed in. */
  public static Principal of(String account) {
    return new Principal(null, account);
  }

  /** Whether it is the admin. */
  public boolean isAdmin() {
    return session == null && owner == null;
  }

  /** Its name in Redis, without spaces. */
  String name() {
    return session != null ? session.toString() : owner != null ? owner : ADMIN_NAME;
  }

  static Principal parse(String name) {
    if (name.equals(ADMIN_NAME)) {
      return ADMIN;
    }
    return name.indexOf(':') < 0 ? of(UUID.fromString(name)) : of(name);
  }
}
