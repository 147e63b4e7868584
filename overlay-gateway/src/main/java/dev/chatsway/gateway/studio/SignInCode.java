package dev.chatsway.gateway.studio;

import dev.chatsway.session.Tokens;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

/** The code in the sign-in link printed at a start: valid once, for a limited time. */
final class SignInCode {

  private final String code;
  private final AtomicBoolean used = new AtomicBoolean(); // requests come on any thread
  private final Clock clock;
  private final Instant end;

  /** An empty code is never valid. */
  SignInCode(String code, Clock clock, StudioSettings settings) {
    this.code = code;
    this.clock = clock;
    this.end = clock.instant().plus(settings.signInCodeLifetime());
  }

  /** Whether this is the code, unused and not expired. */
  boolean redeem(String sent) {
    return !code.isEmpty()
        && clock.instant().isBefore(end)
        && Tokens.equal(code, sent)
        && used.compareAndSet(false, true);
  }

  /** Makes a redeemed code valid again, because its sign-in failed. */
  void giveBack() {
    used.set(false);
  }
}
