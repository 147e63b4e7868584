package dev.chatsway.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of this build, as Maven knows it. */
public final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"Chatsway " + version()};
  }

  static String version() {
    return property("version");
  }

  /** Version and time of the build, {@code 0.1.0+2026-11-21T22:00:00Z}: a later build is the greater text. */
  static String build() {
    return version() + "+" + property("time");
  }

  private static String property(String name) {
    var properties = new Properties();
    try (var file = Version.class.getResourceAsStream("version.properties")) {
      properties.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty(name);
  }
}
