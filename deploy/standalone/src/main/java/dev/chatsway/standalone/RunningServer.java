package dev.chatsway.standalone;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import dev.chatsway.standalone.api.SessionApi;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/**
 * The server that a command talks to, and the admin token for it. The token never is an argument, since every user of a
 * machine can read those: it is the environment's, or that of a server on this machine in its data folder.
 */
final class RunningServer {

  private static final Set<String> HERE = Set.of("127.0.0.1", "localhost", "[::1]");
  private static final Pattern SLASHES = Pattern.compile("/+$");

  @Option(
      names = "--server",
      paramLabel = "URL",
      description =
          "The running server; default: the one on this machine, by HOST and PORT or ADMIN_PORT. Its admin token is read from"
              + " CHATSWAY_ADMIN_TOKEN or, for a server on this machine, from the data folder.")
  private String server = "";

  SessionApi api() throws StartFailure {
    var config = Environment.load();
    var url = url(config);
    return new SessionApi(url, adminToken(config, url));
  }

  private String url(Config config) {
    if (!server.isEmpty()) {
      return url(server);
    }
    // a client of this server needs neither its Redis nor the whole token
    var settings = StandaloneSettings.from(config
        .withValue(Setting.REDIS_URL.key(), ConfigValueFactory.fromAnyRef(""))
        .withValue(Setting.CHATSWAY_ADMIN_TOKEN.key(), ConfigValueFactory.fromAnyRef("")));
    return Server.url(settings.host(), settings.apiPort(settings.port()));
  }

  /** Without a slash at its end; throws IllegalArgumentException if it is no http or https URL. */
  static String url(String sent) {
    var url = SLASHES.matcher(sent).replaceFirst("");
    var uri = URI.create(url);
    if (uri.getHost() == null || !Pattern.matches("https?", String.valueOf(uri.getScheme()))) {
      throw new IllegalArgumentException(
          "--server is \"" + sent + "\"; allowed: an http or https URL");
    }
    return url;
  }

  /** This machine's own token goes to this machine only; for another server it has to be given. */
  private static String adminToken(Config config, String url) throws StartFailure {
    var token = Setting.CHATSWAY_ADMIN_TOKEN.in(config);
    if (!token.isEmpty()) {
      return token;
    }
    if (!HERE.contains(URI.create(url).getHost())) {
      throw new StartFailure(Setting.CHATSWAY_ADMIN_TOKEN
          + " is not set; it is needed for a server that is not on this machine");
    }
    var file = Path.of(Setting.CHATSWAY_DATA.in(config), "admin-token");
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new StartFailure(
          Setting.CHATSWAY_ADMIN_TOKEN + " is not set, and there is no admin token in "
              + file.toAbsolutePath(),
          e);
    }
  }
}
