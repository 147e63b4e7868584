package dev.chatsway.standalone.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.standalone.ChatswayJvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Programs of the system's, and the project's own scripts, as an operator runs them. */
public final class Programs {

  /** The folder that {@code ./chatsway} is in. */
  static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

  private static final String PATH =
      Objects.requireNonNullElse(System.getenv("PATH"), "/usr/bin:/bin") + ":/usr/sbin";

  private Programs() {}

  /** Skips the test, and says so, on a machine without one of them. */
  public static void need(String... names) {
    for (var name : names) {
      boolean found = Stream.of(PATH.split(File.pathSeparator, -1))
          .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
      if (!found) {
        System.out.println("SKIPPED: there is no " + name + " on this machine");
      }
      Assumptions.assumeTrue(found, "there is no " + name + " on this machine");
    }
  }

  /** Runs one to its end, which has to be a good one; returns what it printed on both. */
  static String run(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    var out = Files.createTempFile("chatsway-program", ".txt");
    try {
      var process = start(out, environment, command);
      if (!process.waitFor(3, TimeUnit.MINUTES)) {
        process.destroy();
        process.onExit().join();
      }
      var printed = Files.readString(out);
      assertThat(process.exitValue())
          .as(String.join(" ", command) + "\n" + printed)
          .isZero();
      return printed;
    } finally {
      Files.delete(out);
    }
  }

  /** Starts one in {@link #ROOT}; what it prints on both goes to a file. */
  public static Process start(Path out, Map<String, String> environment, String... command)
      throws IOException {
    var builder = new ProcessBuilder(List.of(command))
        .directory(ROOT.toFile())
        .redirectErrorStream(true)
        .redirectOutput(out.toFile());
    builder.environment().put("PATH", PATH);
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** The start script and this very build in a folder, as in the zip and in the image. */
  static Path tree(Path folder) throws IOException, InterruptedException {
    var lib = Files.createDirectories(folder.resolve("lib"));
    Files.copy(ROOT.resolve("chatsway"), folder.resolve("chatsway"));
    assertThat(folder.resolve("chatsway").toFile().setExecutable(true, false)).isTrue();
    for (var entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      var path = Path.of(entry);
      if (entry.endsWith(".jar")) {
        Files.copy(path, lib.resolve(path.getFileName()));
      } else if (path.endsWith("classes")) { // of a module that is not packaged yet
        var jar = lib.resolve(Integer.toHexString(entry.hashCode()) + ".jar");
        run(
            Map.of(),
            Path.of(System.getProperty("java.home"), "bin", "jar").toString(),
            "cf",
            jar.toString(),
            "-C",
            entry,
            ".");
      }
    }
    return folder;
  }

  /** A script that runs this very build, in the place of {@code ./chatsway}, which would build in here. */
  static Path chatsway(Path folder) throws IOException {
    return script(folder, ChatswayJvm.command(List.of("-Xmx256m")));
  }

  /** The same with a folder of resources that come before its own. */
  static Path chatsway(Path folder, String before) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var classpath = before + File.pathSeparator + System.getProperty("java.class.path");
    return script(
        folder,
        List.of(
            java,
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "-cp",
            classpath,
            "dev.chatsway.standalone.Main"));
  }

  private static Path script(Path folder, List<String> command) throws IOException {
    var script = Files.writeString(
        folder.resolve("chatsway"),
        "#!/bin/sh\nexec \"%s\" \"$@\"\n".formatted(String.join("\" \"", command)));
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script;
  }
}
