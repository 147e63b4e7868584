package dev.chatsway.gateway.studio;

import dev.chatsway.session.Tokens;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The codes of sign-in links, each good once and for a while: that of the link which a start prints, and those that the console
 * asks for later. They are this instance's, and end with it.
 */
final class SignInCodes {

  private record Code(Instant end, AtomicBoolean used) {}

  private final Map<String, Code> codes = new ConcurrentHashMap<>(); // by their hashes
  private final Clock clock;
  private final Duration lifetime;

  /** Begins with a code; an empty one is none. */
  SignInCodes(String first, Clock clock, StudioSettings settings) {
    this.clock = clock;
    this.lifetime = settings.signInCodeLifetime();
    if (!first.isEmpty()) {
      add(first);
    }
  }

  Duration lifetime() {
    return lifetime;
  }

  /** A new code. */
  String fresh() {
    codes.values().removeIf(this::isOver);
    return add(Tokens.token());
  }

  private String add(String code) {
    codes.put(Tokens.hash(code), new Code(clock.instant().plus(lifetime), new AtomicBoolean()));
    return code;
  }

  /** Whether this is a code that was not redeemed before. */
  boolean redeem(String sent) {
    var found = codes.get(Tokens.hash(sent));
    return found != null && !isOver(found) && found.used.compareAndSet(false, true);
  }

  /** Makes a redeemed code good again: the sign-in that it was for did not begin. */
  void giveBack(String code) {
    var found = codes.get(Tokens.hash(code));
    if (found != null) {
      found.used.set(false);
    }
  }

  private boolean isOver(Code code) {
    return !clock.instant().isBefore(code.end);
  }
}
