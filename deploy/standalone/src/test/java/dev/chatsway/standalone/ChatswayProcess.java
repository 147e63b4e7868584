package dev.chatsway.standalone;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A real Chatsway in a process of its own, with exactly the environment that it is given. */
public final class ChatswayProcess implements AutoCloseable {

  private final Process process;
  private final BufferedReader out;
  private final Path err;

  private ChatswayProcess(Process process, Path err) {
    this.process = process;
    this.out = process.inputReader();
    this.err = err;
  }

  public static ChatswayProcess start(
      Path folder, Map<String, String> environment, String... arguments) throws IOException {
    return startUnder(List.of(), folder, environment, arguments);
  }

  /** The same, with options of the JVM. */
  public static ChatswayProcess startWith(
      List<String> options, Path folder, Map<String, String> environment) throws IOException {
    return start(ChatswayJvm.command(options), folder, environment);
  }

  /** The same, run by another program that sets its limits, as {@code prlimit --nofile=400}. */
  public static ChatswayProcess startUnder(
      List<String> limits, Path folder, Map<String, String> environment, String... arguments)
      throws IOException {
    return start(
        Stream.of(limits, ChatswayJvm.command(List.of()), List.of(arguments))
            .flatMap(List::stream)
            .toList(),
        folder,
        environment);
  }

  private static ChatswayProcess start(
      List<String> command, Path folder, Map<String, String> environment) throws IOException {
    var err = Files.createTempFile(folder, "stderr", ".txt");
    var builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().put("PORT", "0");
    builder.environment().putAll(environment);
    return new ChatswayProcess(builder.start(), err);
  }

  public Process process() {
    return process;
  }

  /** The next line of its standard output; empty at the end of it. */
  public String line() throws IOException {
    var line = out.readLine();
    return line == null ? "" : line;
  }

  /** Waits until it accepts requests and returns its URL. */
  public String url() throws IOException {
    var ready = line();
    if (!ready.startsWith("Chatsway ready on ")) {
      throw new IOException("not ready, but: " + ready + Files.readString(err));
    }
    return ready.substring("Chatsway ready on ".length());
  }

  /** What is left of its standard output, once it has ended. */
  public List<String> lines() {
    return out.lines().toList();
  }

  public List<String> errors() throws IOException {
    return Files.readAllLines(err);
  }

  public int exitStatus() throws InterruptedException, IOException {
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      throw new IOException("still running after 20 s");
    }
    return process.exitValue();
  }

  /** As {@code kill -9} does, without a shutdown. */
  public void kill() {
    process.destroyForcibly();
    close();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.onExit().get(20, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException | InterruptedException e) {
      process.destroyForcibly();
      throw new AssertionError("it did not end", e);
    }
  }
}
