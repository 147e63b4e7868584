package dev.chatsway.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of this build, as Maven knows it. */
public final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    var properties = new Properties();
    try (var file = Version.class.getResourceAsStream("version.properties")) {
      properties.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new String[] {"Chatsway " + properties.getProperty("version")};
  }
}
