package dev.chatsway.standalone;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The command that runs Chatsway in a JVM of its own, with the classpath of the tests. Its classes come from an archive,
 * as those of {@code ./chatsway} do: a start takes half the CPU time, and the tests start more than a hundred.
 */
public final class ChatswayJvm {

  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();
  private static final List<String> JARS = classpath(true);
  private static final String CLASSPATH = String.join(
      File.pathSeparator,
      Stream.concat(JARS.stream(), classpath(false).stream())
          .toList()); // an archive wants jars first
  private static final Path ARCHIVE = archive();

  private ChatswayJvm() {}

  /** Only with the first tier of the compiler, since a short life is mostly start. */
  public static List<String> command(List<String> options) {
    var command = new ArrayList<>(List.of(
        JAVA,
        "-XX:TieredStopAtLevel=1",
        "-XX:SharedArchiveFile=" + ARCHIVE,
        "-Xshare:auto",
        "-Xlog:disable"));
    command.addAll(options);
    command.addAll(List.of("-cp", CLASSPATH, "dev.chatsway.standalone.Main"));
    return command;
  }

  private static List<String> classpath(boolean jars) {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> entry.endsWith(".jar") == jars)
        .toList();
  }

  /** Written by the first of the tests' JVMs that asks for these jars; the others wait for it. */
  private static Path archive() {
    var target = Path.of("target").toAbsolutePath();
    var file = target.resolve("chatsway-" + Integer.toHexString(stamps().hashCode()) + ".jsa");
    try {
      Files.createDirectories(target);
      try (var lock = FileChannel.open(
          target.resolve("chatsway-jsa.lock"),
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE)) {
        lock.lock();
        if (!Files.exists(file)) {
          train(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  private static List<String> stamps() {
    return JARS.stream()
        .map(File::new)
        .map(jar -> jar.getPath() + jar.length() + ":" + jar.lastModified())
        .toList();
  }

  /** Leaves an empty file where there can be no archive, as when a module's classes are in no jar: the JVM ignores it. */
  private static void train(Path file) throws IOException {
    var folder = Files.createDirectories(file.resolveSibling("training"));
    var builder = new ProcessBuilder(
            JAVA,
            "-XX:ArchiveClassesAtExit=" + file,
            "-Xlog:disable",
            "-cp",
            String.join(File.pathSeparator, JARS),
            "dev.chatsway.standalone.Main",
            "training-run")
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("output.txt").toFile());
    builder.environment().clear();
    builder.environment().putAll(Map.of("PORT", "0", "WARM_UP", "2s"));
    try {
      if (builder.start().waitFor() != 0) {
        Files.write(file, new byte[0]);
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
