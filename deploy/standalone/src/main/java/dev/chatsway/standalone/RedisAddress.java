package dev.chatsway.standalone;

import com.typesafe.config.Config;
import dev.chatsway.standalone.redis.EmbeddedRedis;
import java.io.IOException;
import java.nio.file.Path;

/** Where the Redis of an instance is, for commands that only want to look into it. */
final class RedisAddress {

  private RedisAddress() {}

  /**
   * The REDIS_URL, or that of the Redis which a running Chatsway has in the data folder. May hold a password.
   *
   * @throws StartFailure if there is neither
   */
  static String of(Config config) throws StartFailure {
    var url = Setting.REDIS_URL.in(config);
    if (!url.isEmpty()) {
      return url;
    }
    try {
      return EmbeddedRedis.urlIn(Path.of(Setting.CHATSWAY_DATA.in(config)));
    } catch (IOException e) {
      throw new StartFailure(Setting.CHATSWAY_DATA + ": " + e.getMessage(), e);
    }
  }
}
