package dev.chatsway.standalone;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import picocli.CommandLine.Option;

/** How a server starts on somebody's own computer. */
final class StartOptions {

  private static final String EVERY_ADDRESS = "0.0.0.0";

  @Option(
      names = "--lan",
      description =
          "Listens on every address of this machine (HOST=0.0.0.0), so that phones and other computers in the local network"
              + " can connect, and prints the address. Only for networks that you trust: it is plain http.")
  private boolean lan;

  @Option(
      names = "--no-browser",
      description =
          "Does not open the studio in the browser. By default it opens on a desktop, if standard output is a terminal.")
  private boolean noBrowser;

  /** The configuration with what was asked for. */
  Config applyTo(Config config) {
    return lan && isLoopback(Setting.HOST.in(config))
        ? config.withValue(Setting.HOST.key(), ConfigValueFactory.fromAnyRef(EVERY_ADDRESS))
        : config;
  }

  /** Opens the studio of a server that has started, where somebody sees it. */
  void open(Server server) {
    if (!noBrowser && Desktop.isThere()) {
      Desktop.open(server);
    }
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
  }
}
