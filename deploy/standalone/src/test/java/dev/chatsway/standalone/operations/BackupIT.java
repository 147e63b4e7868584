package dev.chatsway.standalone.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.redis.RedisServer;
import dev.chatsway.standalone.ChatswayProcess;
import dev.chatsway.standalone.e2e.Running;
import dev.chatsway.standalone.e2e.Site;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A copy of the data folder, made while people vote, is a Chatsway of its own. */
@Tag("faults")
final class BackupIT {

  private static final String COUNTING = "{\"decayRate\":0,\"voteDelta\":0.1,\"debounceMillis\":0}";

  @TempDir
  Path temp;

  @Test
  void whatWasAcknowledgedBeforeTheBackupIsThereAfterTheRestore() throws Exception {
    Programs.need("tar", "cmp");
    var before = Files.createDirectory(temp.resolve("before"));
    var after = Files.createDirectory(temp.resolve("after"));
    var file = temp.resolve("backup.tar.gz").toString();
    var acknowledged = new AtomicInteger();
    JsonNode session;
    int atLeast;
    try (var chatsway = ChatswayProcess.start(before, Map.of())) {
      var site = site(chatsway, before);
      session = site.create("1", COUNTING);
      vote(site, session, 50, acknowledged);
      var goesOn = new AtomicBoolean(true);
      var crowd = CompletableFuture.runAsync(() -> {
        while (goesOn.get()) {
          vote(site, session, 1, acknowledged);
        }
      });
      atLeast = acknowledged.get();
      Programs.run(Map.of(), "deploy/backup", before.resolve("data").toString(), file);
      goesOn.set(false);
      crowd.join();
    }
    var data = Files.createDirectory(after.resolve("data"));
    Programs.run(Map.of(), "tar", "-xzf", file, "-C", data.toString());

    try (var chatsway = ChatswayProcess.start(after, Map.of())) {
      var site = site(chatsway, after);
      var restored = site.shown(session);
      assertThat(restored.required("for").asInt()).isBetween(atLeast, acknowledged.get());
      vote(site, session, 1, acknowledged);
      assertThat(site.shown(session).required("for").asInt())
          .isEqualTo(restored.required("for").asInt() + 1);
      assertThat(data.resolve("audit"))
          .isDirectoryContaining(each -> each.toString().endsWith(".jsonl"));
    }
  }

  @Test
  void aFullFolderForTheCopyIsCalledThat() throws Exception {
    Programs.need("unshare");
    Assumptions.assumeTrue(mayMount(), "this user may mount nothing");
    var data = Files.createDirectories(temp.resolve("data/appendonlydir"));
    Files.writeString(data.resolve("file.manifest"), "");
    Files.write(data.resolve("file.aof"), new byte[1 << 20]);
    Files.createDirectory(temp.resolve("small"));

    assertThat(
            inSmallFolder(
                "! TMPDIR=$0/small deploy/backup $0/data $0/backup.tar.gz && ! [ -e $0/backup.tar.gz ]"))
        .contains("backup: " + temp.resolve("small") + " is full");
  }

  private String inSmallFolder(String commands) throws Exception {
    return Programs.run(
        Map.of(),
        "unshare",
        "--mount",
        "sh",
        "-ec",
        "mount -t tmpfs -o size=64k none $0/small\n" + commands,
        temp.toString());
  }

  private static boolean mayMount() throws Exception {
    return new ProcessBuilder("unshare", "--mount", "true").start().waitFor() == 0;
  }

  @Test
  void aRedisOfTheOperatorsIsRestoredFromItsFile() throws Exception {
    Programs.need("redis-cli", "redis-server");
    var acknowledged = new AtomicInteger();
    JsonNode session;
    try (var redis = RedisServer.startWithFile();
        var chatsway = Running.onRedis(temp, redis.uri())) {
      var site = Site.at(chatsway.url());
      session = site.create("1", COUNTING);
      vote(site, session, 20, acknowledged);
      Programs.run(
          Map.of(),
          "redis-cli",
          "-p",
          Integer.toString(redis.address().getPort()),
          "--rdb",
          temp.resolve("bars.rdb").toString());
    }
    int port = RedisServer.freePort();
    var restored = Programs.start(
        temp.resolve("redis.log"),
        Map.of(),
        "redis-server",
        "--bind",
        "127.0.0.1",
        "--port",
        Integer.toString(port),
        "--dir",
        temp.toString(),
        "--dbfilename",
        "bars.rdb",
        "--appendonly",
        "no");
    try (var chatsway = Running.onRedis(temp, "redis://127.0.0.1:" + port)) {
      var site = Site.at(chatsway.url());
      Programs.run(
          Map.of(),
          "redis-cli",
          "-p",
          Integer.toString(port),
          "config",
          "set",
          "appendonly",
          "yes");
      vote(site, session, 1, acknowledged);
      assertThat(site.shown(session).required("for").asInt()).isEqualTo(21);
      assertThat(temp.resolve("appendonlydir")).isDirectory();
    } finally {
      restored.destroy();
      restored.onExit().join();
    }
  }

  private static Site site(ChatswayProcess chatsway, Path folder) throws IOException {
    var url = chatsway.url();
    var token = Files.readString(folder.resolve("data/admin-token")).strip();
    return new Site(url, token, HttpClient.newHttpClient());
  }

  private static void vote(Site site, JsonNode session, int times, AtomicInteger acknowledged) {
    var link = session.required("voteUrl").asString();
    var path = link.substring(link.indexOf("/vote/")) + "?voter=v&side=for";
    try {
      for (int i = 0; i < times; i++) {
        assertThat(site.get(path).statusCode()).isEqualTo(200);
        acknowledged.incrementAndGet();
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
