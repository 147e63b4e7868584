package dev.chatsway.standalone;

import dev.chatsway.standalone.redis.PrivateFile;
import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The desktop that this process was started on, if it was. */
final class Desktop {

  private static final Logger log = LoggerFactory.getLogger(Desktop.class);
  private static final String PAGE = "open-studio.html";

  private Desktop() {}

  /** Whether a person sits at the terminal that this process writes to, in front of a browser. */
  static boolean isThere() {
    return isTerminal() && !opener().isEmpty();
  }

  @SuppressWarnings("SystemConsoleNull") // it is asked whether it is a terminal
  private static boolean isTerminal() {
    var console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true; // before Java 22 there is a console only where there is a terminal
    }
  }

  /** The program that opens a page in the usual browser; nothing where there is none, or it would open far away. */
  private static List<String> opener() {
    var environment = System.getenv();
    if (environment.containsKey("SSH_CONNECTION")) {
      return List.of();
    }
    if (System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac")) {
      return List.of("/usr/bin/open");
    }
    boolean hasDisplay =
        environment.containsKey("DISPLAY") || environment.containsKey("WAYLAND_DISPLAY");
    return hasDisplay ? onPath("xdg-open", environment) : List.of();
  }

  private static List<String> onPath(String program, Map<String, String> environment) {
    return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .limit(1)
        .toList();
  }

  /**
   * Opens a server's studio, signed in if it has a link for that. All users of a machine see the arguments of its programs, so
   * such a link goes to the browser in a page that only this user can read.
   */
  static void open(Server server) {
    try {
      new ProcessBuilder(
              Stream.concat(opener().stream(), Stream.of(page(server))).toList())
          .redirectOutput(Redirect.DISCARD)
          .redirectError(Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      log.debug("Failed to open the browser", e); // the link is on the screen
    }
  }

  private static String page(Server server) throws IOException {
    var url = server.studioUrl();
    if (!url.contains("#")) {
      return url;
    }
    var page = server.data().resolve(PAGE);
    PrivateFile.write(page, """
        <!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer">
        <meta http-equiv="refresh" content="0; url=%1$s"><title>Chatsway</title><a href="%1$s">Open the studio</a>
        """.formatted(url));
    return page.toUri().toString();
  }
}
