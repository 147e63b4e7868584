package dev.chatsway.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An account that may run a session of somebody else's. It is invited by its login, which can change hands; the first account
 * that signs in with it is the co-host from then on.
 *
 * @param login its Twitch login: as it was invited, and then as of its last sign-in
 * @param account such as {@code twitch:12345}; null until it has signed in
 * @param until when the invitation ends, on Redis's clock; null once it has signed in
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CoHost(
    String login, @Nullable String account, @Nullable Instant until) {

  /** An invitation. */
  public static CoHost invited(String login, Instant until) {
    return new CoHost(login, null, until);
  }

  /** One that has signed in. */
  public static CoHost of(String account, String login) {
    return new CoHost(login, account, null);
  }

  /** Whether it is this account. */
  public boolean is(String other) {
    return other.equals(account);
  }

  /** Whether it is an invitation for this login that has not ended. */
  public boolean isInvitationOf(String invited, Instant now) {
    return until != null && login.equals(invited) && now.isBefore(until);
  }
}
