package dev.chatsway.session.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads the settings below one path and checks each against its range. A value that is not allowed throws
 * IllegalArgumentException with one sentence: the full key, the value (never a secret's) and what is allowed.
 */
public final class ConfigReader {

  private static final String BARE =
      "the bare value, without surrounding quotes, blanks, line breaks or a byte order mark";

  private final Config config;
  private final String path;

  private ConfigReader(Config config, String path) {
    this.config = config;
    this.path = path;
  }

  /** Reads the keys below {@code path} of the whole configuration. */
  public static ConfigReader at(Config root, String path) {
    return new ConfigReader(root, path + ".");
  }

  /** One line of text; may be empty. */
  public String text(String key) {
    var value = string(key);
    checkBare(path + key, value);
    return value;
  }

  /** Several lines of text, such as a key in PEM; may be empty. Surrounding blanks and line breaks are dropped. */
  public String lines(String key) {
    var value = string(key).strip();
    flaw(value.lines().reduce("", String::concat)).ifPresent(flaw -> {
      throw flawed(path + key, flaw);
    });
    return value;
  }

  /** Text that error messages do not repeat; may be empty. */
  public String secret(String key, int least, int most) {
    var value = text(key);
    var isPrintable = value.chars().allMatch(c -> c > ' ' && c < 127);
    if (!value.isEmpty() && (!isPrintable || value.length() < least || value.length() > most)) {
      throw refuse(
          key,
          "(" + value.length() + " characters)",
          least + " to " + most + " ASCII characters without white space");
    }
    return value;
  }

  /** A whole number within {@code least} to {@code most}. */
  public int integer(String key, int least, int most) {
    var number = parsed(key, least + " to " + most, () -> Integer.parseInt(text(key)));
    return within(key, number, number, least, most, "");
  }

  /** A size, in bytes, within {@code least} to {@code most}. */
  public long bytes(String key, long least, long most) {
    var size = parsed(key, least + " to " + most + " bytes", () -> config.getBytes(path + key));
    return within(key, size, size, least, most, " bytes");
  }

  /** A time within {@code least} to {@code most}. */
  public Duration duration(String key, Duration least, Duration most) {
    var unit =
        most.compareTo(Duration.ofHours(1)) > 0 ? Duration.ofSeconds(1) : Duration.ofMillis(1);
    var name = unit.toSeconds() == 1 ? " s" : " ms";
    var allowed = least.dividedBy(unit) + " to " + most.dividedBy(unit) + name;
    var time = parsed(key, allowed, () -> config.getDuration(path + key));
    if (time.compareTo(least) < 0 || time.compareTo(most) > 0) {
      throw refuse(key, time.toMillis() + " ms", allowed);
    }
    return time;
  }

  /** An absolute URL of one of {@code schemes}, without a slash at its end; empty if the text is. */
  public Optional<URI> url(String key, String... schemes) {
    var sent = text(key);
    if (sent.isEmpty()) {
      return Optional.empty();
    }
    var allowed = "an absolute " + String.join(" or ", schemes) + " URL";
    try {
      var url = new URI(sent.replaceFirst("/+$", ""));
      if (url.getHost() != null && List.of(schemes).contains(url.getScheme())) {
        return Optional.of(url);
      }
    } catch (URISyntaxException e) {
      throw refuse(key, sent, allowed, e);
    }
    throw refuse(key, sent, allowed);
  }

  /** The text parsed by {@code parse}, which throws IllegalArgumentException for invalid text. */
  public <T> T parsed(String key, String allowed, Function<String, T> parse) {
    var sent = text(key);
    try {
      return parse.apply(sent);
    } catch (IllegalArgumentException e) {
      throw refuse(key, sent, allowed, e);
    }
  }

  /** Creates an exception with the key, what was sent and what is allowed. */
  public IllegalArgumentException refuse(String key, Object sent, String allowed) {
    return new IllegalArgumentException(sentence(path + key, sent, allowed));
  }

  private IllegalArgumentException refuse(String key, Object sent, String allowed, Exception why) {
    return new IllegalArgumentException(sentence(path + key, sent, allowed), why);
  }

  /** The error message for an invalid value; {@code name} is the key, possibly with its variable. */
  public static String sentence(String name, Object sent, String allowed) {
    return name + " is \"" + sent + "\"; allowed: " + allowed;
  }

  /**
   * Refuses a value surrounded by characters that an editor, a shell or a file left there. The value may be a secret,
   * so the message describes the flaw without repeating the value.
   */
  public static void checkBare(String name, String value) {
    flaw(value).ifPresent(flaw -> {
      throw flawed(name, flaw);
    });
  }

  private static IllegalArgumentException flawed(String name, String flaw) {
    return new IllegalArgumentException(name + " " + flaw + "; allowed: " + BARE);
  }

  private static Optional<String> flaw(String value) {
    if (value.startsWith("\uFEFF")) {
      return Optional.of("starts with a byte order mark");
    }
    if (value.endsWith("\n") || value.endsWith("\r")) {
      return Optional.of("ends with a line break");
    }
    if (value.chars().anyMatch(Character::isISOControl)) {
      return Optional.of("contains a control character");
    }
    if (!value.isEmpty()
        && (isBlank(value.charAt(0)) || isBlank(value.charAt(value.length() - 1)))) {
      return Optional.of("has surrounding blanks");
    }
    var isQuoted = value.length() > 1
        && "\"'`".indexOf(value.charAt(0)) >= 0
        && value.charAt(0) == value.charAt(value.length() - 1);
    return isQuoted ? Optional.of("has surrounding quotes") : Optional.empty();
  }

  private static boolean isBlank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u200B';
  }

  private String string(String key) {
    try {
      return config.getString(path + key);
    } catch (ConfigException.WrongType e) {
      throw refuse(key, config.getValue(path + key).valueType(), "a plain value", e);
    }
  }

  private <T> T parsed(String key, String allowed, Supplier<T> read) {
    try {
      return read.get();
    } catch (ConfigException.WrongType | ConfigException.BadValue | NumberFormatException e) {
      throw refuse(key, text(key), allowed, e);
    }
  }

  private <T> T within(String key, T value, long number, long least, long most, String unit) {
    if (number < least || number > most) {
      throw refuse(key, number + unit, least + " to " + most + unit);
    }
    return value;
  }
}
