package dev.chatsway.standalone.redis;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import redis.embedded.RedisExecProvider;

/**
 * Chooses the redis-server to embed and copies it into the data folder: there it can be recognised among the processes of a
 * machine, by whichever Chatsway it was started.
 */
final class RedisExecutable {

  private static final String NAME = "redis-server-";
  private static final List<String> NAMES = List.of("redis-server", "valkey-server");

  /** As programs on PATH say it; its file name has no build, because it was not asked. */
  private static final RedisVersion SHIPPED =
      RedisVersion.parse("Redis server v=" + RedisExecProvider.redisVersion).orElseThrow();

  private RedisExecutable() {}

  /**
   * The executable in {@code folder}, put there if this version of it is missing. Without a {@code chosen} program it is the
   * newest of the shipped one and those on {@code searchPath}.
   *
   * @param chosen a path; may be empty
   * @param searchPath folders, as in PATH
   * @throws IOException if it cannot be written, is no redis-server, or none for this machine was shipped
   */
  static Path in(Path folder, String chosen, String searchPath)
      throws IOException, InterruptedException {
    if (!chosen.isEmpty()) {
      var version = RedisVersion.of(chosen)
          .orElseThrow(() -> new IOException("CHATSWAY_REDIS_SERVER is \"" + chosen
              + "\", which does not run as a redis-server or valkey-server"));
      return copy(Path.of(chosen), version, folder);
    }
    var newer = newerOn(searchPath);
    return newer.isPresent()
        ? copy(newer.get().path(), newer.get().version(), folder)
        : copy(null, SHIPPED, folder);
  }

  /** A program and what it is. */
  private record Found(Path path, RedisVersion version) {}

  private static Optional<Found> newerOn(String searchPath) throws InterruptedException {
    Optional<Found> best = Optional.empty();
    for (var program : programs(searchPath).toList()) {
      var version = RedisVersion.of(program.toString());
      var least = best.map(Found::version).orElse(SHIPPED);
      if (version.isPresent() && version.get().compareTo(least) > 0) {
        best = Optional.of(new Found(program, version.get()));
      }
    }
    return best;
  }

  private static Stream<Path> programs(String searchPath) {
    return Stream.of(searchPath.split(File.pathSeparator, -1))
        .filter(each -> !each.isEmpty())
        .flatMap(each -> NAMES.stream().map(name -> Path.of(each, name)))
        .filter(Files::isExecutable)
        .limit(20);
  }

  private static Path copy(@Nullable Path program, RedisVersion version, Path folder)
      throws IOException {
    var machine = (System.getProperty("os.name") + "-" + System.getProperty("os.arch"))
        .replaceAll("[^\\w-]", "");
    var executable = folder.resolve(NAME + version.fileName() + "-" + machine);
    if (!Files.isExecutable(executable)) {
      var next = Files.copy(
          program == null ? shipped() : program.toRealPath(),
          executable.resolveSibling("redis-server.new"),
          REPLACE_EXISTING);
      if (!next.toFile().setExecutable(true)) {
        throw new IOException("cannot create " + next + " executable");
      }
      Files.move(next, executable, ATOMIC_MOVE);
    }
    return executable;
  }

  private static Path shipped() throws IOException {
    try {
      return RedisExecProvider.defaultProvider().get().toPath();
    } catch (RuntimeException e) {
      throw new IOException(
          "Chatsway ships no Redis for this kind of machine (" + e.getMessage()
              + "); set CHATSWAY_REDIS_SERVER to the path of one",
          e);
    }
  }

  /** Whether the program at {@code command} is one that {@link #in} put into {@code folder}, in any version. */
  static boolean isIn(Path folder, String command) {
    return command.startsWith(folder.resolve(NAME).toString());
  }
}
