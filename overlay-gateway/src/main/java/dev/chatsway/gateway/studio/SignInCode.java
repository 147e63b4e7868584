package dev.chatsway.gateway.studio;

import dev.chatsway.session.Tokens;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

/** The code of the sign-in link that a start prints: good once, and for a while. */
final class SignInCode {

  private final String code;
  private final AtomicBoolean used = new AtomicBoolean(); // requests come on any thread
  private final Clock clock;
  private final Instant end;

  /** An empty code is none at all. */
  SignInCode(String code, Clock clock, StudioSettings settings) {
    this.code = code;
    this.clock = clock;
    this.end = clock.instant().plus(settings.signInCodeLifetime());
  }

  /** Whether this is the code and nobody had it before. */
  boolean redeem(String sent) {
    return !code.isEmpty()
        && clock.instant().isBefore(end)
        && Tokens.equal(code, sent)
        && used.compareAndSet(false, true);
  }

  /** Makes a redeemed code good again: the sign-in that it was for did not begin. */
  void giveBack() {
    used.set(false);
  }
}
