package dev.chatsway.gateway.studio;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * The studio's settings ({@code chatsway.gateway.studio} in {@code reference.conf}).
 *
 * @param signInCode the code in the printed sign-in link; empty for no link
 * @param signInCodeLifetime how long that link is valid, 1 s to 1 day
 * @param signInIdle after how long without a request a sign-in ends, 1 min to 400 days
 * @param cookieLifetime how long one stays signed in at most, 1 min to 400 days
 */
public record StudioSettings(
    String signInCode, Duration signInCodeLifetime, Duration signInIdle, Duration cookieLifetime) {

  private static final String PATH = "chatsway.gateway.studio";

  /** Checks every range. */
  public StudioSettings {
    within("sign-in-code-lifetime", signInCodeLifetime, Duration.ofSeconds(1), Duration.ofDays(1));
    within("sign-in-idle", signInIdle, Duration.ofMinutes(1), Duration.ofDays(400));
    within("cookie-lifetime", cookieLifetime, Duration.ofMinutes(1), Duration.ofDays(400));
  }

  /**
   * Reads {@code chatsway.gateway.studio}.
   *
   * @throws IllegalArgumentException naming the key, the value and what is allowed
   */
  public static StudioSettings from(Config root) {
    Config config = root.getConfig(PATH);
    return new StudioSettings(
        config.getString("sign-in-code"),
        config.getDuration("sign-in-code-lifetime"),
        config.getDuration("sign-in-idle"),
        config.getDuration("cookie-lifetime"));
  }

  private static void within(String key, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException("%s.%s: %s s is not within %s to %s"
          .formatted(PATH, key, value.toSeconds(), least.toSeconds(), most.toSeconds()));
    }
  }

  /** Without the code. */
  @Override
  public String toString() {
    return "StudioSettings[%s, %s, %s]".formatted(signInCodeLifetime, signInIdle, cookieLifetime);
  }
}
