package dev.chatsway.standalone.redis;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import redis.embedded.RedisExecProvider;

/**
 * The redis-server that came in a Maven artifact, unpacked once into the data folder: there it can be recognised as ours
 * among the processes of a machine, whichever of our processes started it.
 */
final class RedisExecutable {

  private static final String NAME = "redis-server-";

  private RedisExecutable() {}

  /**
   * The executable in {@code folder}, put there if this version of it is missing.
   *
   * @throws IOException if it cannot be written, or no redis-server for this machine was shipped
   */
  static Path in(Path folder) throws IOException {
    var machine = (System.getProperty("os.name") + "-" + System.getProperty("os.arch"))
        .replaceAll("[^\\w-]", "");
    var executable = folder.resolve(NAME + RedisExecProvider.redisVersion + "-" + machine);
    if (!Files.isExecutable(executable)) {
      var next =
          Files.copy(unpacked(), executable.resolveSibling("redis-server.new"), REPLACE_EXISTING);
      if (!next.toFile().setExecutable(true)) {
        throw new IOException("cannot make " + next + " executable");
      }
      Files.move(next, executable, ATOMIC_MOVE);
    }
    return executable;
  }

  private static Path unpacked() throws IOException {
    try {
      return RedisExecProvider.defaultProvider().get().toPath();
    } catch (RuntimeException e) {
      throw new IOException(
          "Chatsway ships no Redis for this kind of machine (" + e.getMessage() + ")", e);
    }
  }

  /** Whether the program at {@code command} is one that {@link #in} put into {@code folder}, in any version of ours. */
  static boolean isIn(Path folder, String command) {
    return command.startsWith(folder.resolve(NAME).toString());
  }
}
