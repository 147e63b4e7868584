package dev.chatsway.standalone;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;

/** What this process was started with. */
public final class Environment {

  private Environment() {}

  /**
   * The configuration: the environment over the defaults. From here on everything is logged as it says.
   *
   * @throws IllegalArgumentException if a variable is not a bare value, or says how to log in a way that is not allowed
   */
  public static Config load() {
    var config = ConfigFactory.load();
    Logging.configure(LogSettings.from(config));
    Setting.checkAll(config);
    return config;
  }
}
