package dev.chatsway.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/** Redis's clock as the library reads it, on a server of a test's own: what the test sets, until it sets another. */
public final class SettableClock {

  private static final byte[] KEY = "chatsway:{0}:clock".getBytes(StandardCharsets.US_ASCII);

  private static final String END_OF_CLOCK = "  return time[1] * 1e6 + time[2]\nend\n";

  private final RedisServer redis;

  private SettableClock(RedisServer redis) {
    this.redis = redis;
  }

  /** Loads the library of this build with its one reading of the clock replaced by a key. */
  public static SettableClock on(RedisServer redis) {
    String source = Sample.resource("chatsway.lua");
    var clock = Pattern.compile("local function now_micros\\(\\).*?\nend\n", Pattern.DOTALL)
        .matcher(source);
    assertThat(clock.find()).isTrue();
    redis
        .client()
        .functionLoadReplace(
            clock.replaceFirst(
                "local function now_micros() return tonumber(redis.call('GET', 'chatsway:{0}:clock')) end\n"));
    return new SettableClock(redis);
  }

  /** Loads the library of this build with a clock that is as far from the server's, for what is written from now on. */
  public static void skew(RedisServer redis, Duration ahead) {
    String source = Sample.resource("chatsway.lua");
    assertThat(source).contains(END_OF_CLOCK);
    redis
        .client()
        .functionLoadReplace(source.replace(
            END_OF_CLOCK,
            END_OF_CLOCK.replace("\nend", " + " + ahead.toMillis() * 1000 + "\nend")));
  }

  /** It is so many microseconds since 1970 now. */
  public void set(double micros) {
    redis
        .client()
        .set(KEY, String.format(Locale.ROOT, "%.0f", micros).getBytes(StandardCharsets.US_ASCII));
  }
}
