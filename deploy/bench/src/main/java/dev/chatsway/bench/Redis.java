package dev.chatsway.bench;

import dev.chatsway.standalone.redis.DataFolder;
import dev.chatsway.standalone.redis.EmbeddedRedis;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** A real Redis of a bench's own, in a folder that goes with it. */
final class Redis implements AutoCloseable {

  private final Path path;
  private final DataFolder folder;
  private final EmbeddedRedis redis;
  private final String url;

  Redis() throws IOException, InterruptedException {
    path = Files.createTempDirectory("chatsway-bench");
    folder = DataFolder.open(path);
    redis = new EmbeddedRedis(folder, "");
    url = redis.start();
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop)); // should the bench be interrupted
  }

  /** With its password. */
  String url() {
    return url;
  }

  int port() {
    return URI.create(url).getPort();
  }

  /** The same by way of another port on this machine. */
  String urlBy(int otherPort) {
    return url.replace(":" + port() + "/", ":" + otherPort + "/");
  }

  /** The server that answers. */
  Proc process() throws IOException {
    return new Proc(Long.parseLong(Files.readString(path.resolve("redis.pid")).strip()));
  }

  /** Kills it without a word; it is started again on the same data. */
  void kill() throws IOException {
    ProcessHandle.of(process().pid()).ifPresent(ProcessHandle::destroyForcibly);
  }

  private void stop() {
    try {
      redis.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    stop();
    folder.close();
    try (var files = Files.walk(path)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}
