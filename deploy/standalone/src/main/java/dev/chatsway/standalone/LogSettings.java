package dev.chatsway.standalone;

import com.typesafe.config.Config;
import java.util.List;
import java.util.Locale;

/**
 * How to log.
 *
 * @param format "text" or "json"
 * @param level "error", "warn", "info", "debug" or "trace"
 */
public record LogSettings(String format, String level) {

  private static final List<String> FORMATS = List.of("text", "json");
  private static final List<String> LEVELS = List.of("error", "warn", "info", "debug", "trace");

  /** Throws IllegalArgumentException that names the setting, what was sent and what is allowed. */
  public LogSettings {
    if (!FORMATS.contains(format)) {
      throw Setting.LOG_FORMAT.refuse(format, String.join(", ", FORMATS));
    }
    if (!LEVELS.contains(level)) {
      throw Setting.LOG_LEVEL.refuse(level, String.join(", ", LEVELS));
    }
  }

  /** From {@code chatsway.log}; upper and lower case are the same. */
  public static LogSettings from(Config config) {
    return new LogSettings(
        Setting.LOG_FORMAT.in(config).toLowerCase(Locale.ROOT),
        Setting.LOG_LEVEL.in(config).toLowerCase(Locale.ROOT));
  }
}
