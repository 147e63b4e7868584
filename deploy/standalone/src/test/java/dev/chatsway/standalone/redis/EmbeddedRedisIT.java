package dev.chatsway.standalone.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

final class EmbeddedRedisIT {

  @TempDir
  Path temp;

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void nothingStaysBehind() throws Exception {
    for (var closeable : open) {
      closeable.close();
    }
    assertThat(RedisProcess.allIn(temp.toRealPath())).isEmpty();
  }

  @Test
  void sessionsSurviveARestart() throws Exception {
    var redis = embedded();
    set(redis.start(), "key", "kept");
    redis.stop();

    assertThat(get(embedded().start(), "key")).isEqualTo("kept");
  }

  @Test
  void oneThatIsKilledComesBackOnTheSamePortWithItsData() throws Exception {
    var url = embedded().start();
    set(url, "key", "kept");
    awaitSyncedFile();
    var killed = theOne();

    killed.handle().destroyForcibly();

    await()
        .atMost(Duration.ofSeconds(5))
        .ignoreExceptions()
        .until(() -> get(url, "key").equals("kept"));
    assertThat(theOne()).isNotEqualTo(killed);
  }

  @Test
  void oneThatAKilledChatswayLeftBehindIsTakenOver() throws Exception {
    var left = leaveAnOrphan();
    set(left.url(), "key", "kept");
    var orphan = theOne();

    var url = embedded().start();

    assertThat(url).isEqualTo(left.url());
    assertThat(theOne()).isEqualTo(orphan);
    assertThat(get(url, "key")).isEqualTo("kept");
  }

  @Test
  void oneLeftBehindIsTakenOverWithoutItsPidFile() throws Exception {
    var left = leaveAnOrphan();
    var orphan = theOne();
    Files.delete(left.pidFile());

    embedded().start();

    assertThat(theOne()).isEqualTo(orphan);
  }

  @Test
  void oneLeftBehindThatHangsIsEndedBeforeAnotherStarts() throws Exception {
    leaveAnOrphan();
    var orphan = theOne();
    new ProcessBuilder("kill", "-STOP", Long.toString(orphan.handle().pid()))
        .start()
        .waitFor();

    var url = embedded().start();

    assertThat(orphan.isAlive()).isFalse();
    assertThat(theOne()).isNotEqualTo(orphan);
    assertThat(ping(url)).isEqualTo("PONG");
  }

  @Test
  void oneLeftBehindWhosePasswordIsLostIsEndedInGoodOrder() throws Exception {
    var left = leaveAnOrphan();
    set(left.url(), "key", "kept");
    Files.delete(left.file());

    assertThat(get(embedded().start(), "key")).isEqualTo("kept");
    assertThat(RedisProcess.allIn(temp.toRealPath())).hasSize(1);
  }

  @Test
  void dataThatCannotBeReadIsAFailureThatNamesTheLog() throws Exception {
    var redis = embedded();
    set(redis.start(), "key", "kept");
    redis.stop();
    try (var files = Files.list(temp.resolve("appendonlydir"))) {
      for (var file : files.filter(path -> path.toString().endsWith(".aof")).toList()) {
        Files.writeString(file, "this is no append-only file");
      }
    }

    assertThatThrownBy(() -> embedded().start())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Redis ended at once; see ")
        .hasMessageEndingWith("redis.log");
  }

  @Test
  void thePasswordIsNeededAndOnNoCommandLine() throws Exception {
    var url = URI.create(embedded().start());
    try (var stranger = new Jedis("127.0.0.1", url.getPort())) {
      assertThatThrownBy(stranger::ping).hasMessageContaining("NOAUTH");
    }
    var password = url.getUserInfo().substring(1);
    assertThat(theOne().handle().info().commandLine().orElse("")).doesNotContain(password);
    assertThat(DataFolderTest.mode(temp.resolve("redis.conf"))).isEqualTo("rw-------");
    assertThat(EmbeddedRedis.urlIn(temp)).isEqualTo(url.toString());
  }

  @Test
  void itsMemoryAndWhatWaitsForASlowClientAreBoundedAndNothingIsEvicted() throws Exception {
    try (var redis = new Jedis(URI.create(embedded().start()))) {
      assertThat(redis.configGet("maxmemory*"))
          .contains(
              entry("maxmemory", String.valueOf(512 << 20)),
              entry("maxmemory-policy", "noeviction"));
      assertThat(redis.configGet("client-output-buffer-limit").get("client-output-buffer-limit"))
          .startsWith("normal " + (32 << 20) + " " + (8 << 20) + " 10 ");
    }
  }

  @Test
  void aCtrlCMeantForUsDoesNotReachIt() throws Exception {
    embedded().start();

    assertThat(sessionOf(theOne().handle().pid()))
        .isNotEqualTo(sessionOf(ProcessHandle.current().pid()));
  }

  @Test
  void lookingIntoAFolderWhereNoneRunsSaysSo() {
    assertThatThrownBy(() -> EmbeddedRedis.urlIn(temp))
        .hasMessageContaining("no Redis is running in the folder " + temp);
  }

  private EmbeddedRedis embedded() throws IOException {
    if (open.isEmpty()) {
      open.add(DataFolder.open(temp));
    }
    var folder = (DataFolder) open.get(open.size() - 1);
    var redis = new EmbeddedRedis(folder, "");
    open.add(0, redis::stop);
    return redis;
  }

  /** As a Chatsway leaves it that was killed with SIGKILL: running, with nobody to watch it. */
  private RedisConf leaveAnOrphan() throws IOException, InterruptedException {
    var folder = temp.toRealPath();
    var conf = RedisConf.fresh(folder);
    RedisProcess.launch(RedisExecutable.in(folder, "", ""), conf);
    await().until(() -> RedisProcess.answers(conf));
    return conf;
  }

  private RedisProcess theOne() throws IOException {
    var all = RedisProcess.allIn(temp.toRealPath());
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  /** Redis syncs every second; the system has what was written to the file even before. */
  private void awaitSyncedFile() {
    await().atMost(5, TimeUnit.SECONDS).until(() -> {
      try (var files = Files.list(temp.resolve("appendonlydir"))) {
        return files
            .filter(file -> file.toString().endsWith("incr.aof"))
            .anyMatch(file -> file.toFile().length() > 0);
      }
    });
  }

  private static String sessionOf(long pid) throws IOException, InterruptedException {
    var ps = new ProcessBuilder("ps", "-o", "sess=", "-p", Long.toString(pid)).start();
    try (var out = ps.inputReader()) {
      return out.lines().collect(Collectors.joining()).strip();
    }
  }

  private static void set(String url, String key, String value) {
    try (var redis = new Jedis(URI.create(url))) {
      redis.set(key, value);
    }
  }

  private static String get(String url, String key) {
    try (var redis = new Jedis(URI.create(url))) {
      return redis.get(key);
    }
  }

  private static String ping(String url) {
    try (var redis = new Jedis(URI.create(url))) {
      return redis.ping();
    }
  }
}
