package dev.chatsway.standalone.e2e;

import com.typesafe.config.ConfigFactory;
import dev.chatsway.standalone.ChatswayProcess;
import dev.chatsway.standalone.RealServer;
import dev.chatsway.standalone.StartFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Ways to start a Chatsway that these tests can vote in, and to find the Redis of its own. */
public final class Running {

  private Running() {}

  /** A process with a Redis of its own, below {@code folder}. */
  public static ChatswayProcess inFolder(Path folder) throws IOException {
    return inFolder(folder, Map.of());
  }

  /** The same, with more environment. */
  public static ChatswayProcess inFolder(Path folder, Map<String, String> more) throws IOException {
    var environment = new HashMap<>(environment());
    environment.putAll(more);
    return ChatswayProcess.start(folder, environment);
  }

  /** A process on a Redis that is there already. */
  public static ChatswayProcess onRedis(Path folder, String redisUrl) throws IOException {
    return onRedis(folder, redisUrl, Map.of());
  }

  /** The same, with more environment. */
  public static ChatswayProcess onRedis(Path folder, String redisUrl, Map<String, String> more)
      throws IOException {
    return ChatswayProcess.start(folder, environment(redisUrl, more));
  }

  /** What a process on that Redis is started with. */
  public static Map<String, String> environment(String redisUrl, Map<String, String> more) {
    var environment = new HashMap<>(environment());
    environment.put("REDIS_URL", redisUrl);
    environment.putAll(more);
    return environment;
  }

  /** An instance in this JVM, with a Redis of its own where {@link #inFolder} has it. */
  public static RealServer inThisJvm(Path folder) throws StartFailure, InterruptedException {
    return RealServer.start(ConfigFactory.parseMap(Map.of(
            "chatsway.http.port",
            0,
            "chatsway.data",
            folder.resolve("data").toString(),
            "chatsway.admin-token",
            Site.ADMIN_TOKEN,
            "chatsway.ingest.eventsub.secret",
            Notification.SECRET))
        .withFallback(ConfigFactory.load()));
  }

  private static Map<String, String> environment() {
    return Map.of(
        "CHATSWAY_ADMIN_TOKEN", Site.ADMIN_TOKEN, "TWITCH_EVENTSUB_SECRET", Notification.SECRET);
  }

  /** The redis-servers whose program is below that folder. */
  public static List<ProcessHandle> redisServers(Path folder) throws IOException {
    var path = folder.toRealPath().toString();
    return ProcessHandle.allProcesses()
        .filter(process ->
            process.info().command().filter(command -> command.startsWith(path)).isPresent())
        .toList();
  }

  /** Sends "STOP" or "CONT". */
  public static void signal(String name, ProcessHandle process)
      throws IOException, InterruptedException {
    var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    if (kill.waitFor() != 0) {
      throw new IOException(
          "kill -" + name + " " + process.pid() + " ended with " + kill.exitValue());
    }
  }
}
