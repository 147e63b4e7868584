package dev.chatsway.standalone.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chatsway.redis.RedisCluster;
import dev.chatsway.redis.RedisServer;
import dev.chatsway.standalone.ChatswayProcess;
import dev.chatsway.standalone.e2e.Running;
import dev.chatsway.standalone.e2e.Site;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A copy of the data folder, made while people vote, is a Chatsway of its own. */
@Tag("faults")
final class BackupIT {

  private static final String COUNTING = "{\"decayRate\":0,\"voteDelta\":0.1,\"debounceMillis\":0}";

  private static final int SESSIONS = 12;

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

  @Test
  void aClusterIsRestoredWithItsSlotsAndItsReplicas() throws Exception {
    Programs.need("redis-cli", "redis-server", "jq");
    var backup = Files.createDirectory(temp.resolve("backup"));
    var acknowledged = new AtomicInteger();
    var sessions = new ArrayList<JsonNode>();
    try (var cluster = RedisCluster.start();
        var chatsway = Running.onRedis(temp, cluster.uri())) {
      var site = Site.at(chatsway.url());
      for (int i = 1; i <= SESSIONS; i++) {
        var session = site.create(String.valueOf(i), COUNTING);
        vote(site, session, i, acknowledged);
        sessions.add(session);
      }
      Programs.run(
          Map.of(),
          "redis-cli",
          "--cluster",
          "backup",
          cluster.primary(0).address().toString(),
          backup.toString());
    }
    var servers = new ArrayList<Process>();
    try {
      var primaries = new ArrayList<String>();
      for (var file : files(backup)) {
        primaries.add(node(servers, file));
      }
      var swapped = new ArrayList<>(primaries);
      Collections.swap(swapped, 0, 1);
      assertThat(failure(backup, swapped))
          .contains("restore-cluster: " + swapped.get(0) + " has keys that are not in redis-node-");
      assertThat(failure(backup, primaries.subList(0, 2)))
          .contains("restore-cluster: the backup has 3 files; name a primary for each");

      var command = new ArrayList<>(primaries);
      command.add("--replicas");
      for (int i = 0; i < primaries.size(); i++) {
        command.add(node(servers, null));
      }
      assertThat(restore(backup, command)).contains("-- whole;");

      assertThat(temp.resolve("node0/appendonlydir")).isDirectory();
      var uri = "redis+cluster://" + primaries.get(0) + "," + primaries.get(1);
      try (var chatsway = Running.onRedis(temp, uri)) {
        var site = Site.at(chatsway.url());
        for (int i = 1; i <= SESSIONS; i++) {
          var session = sessions.get(i - 1);
          assertThat(site.shown(session).required("for").asInt()).isEqualTo(i);
          vote(site, session, 1, acknowledged);
          assertThat(site.shown(session).required("for").asInt()).isEqualTo(i + 1);
        }
        servers.get(0).destroyForcibly(); // its replica takes over: clients go on
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
          for (var session : sessions) {
            assertThat(site.shown(session).required("for").asInt()).isPositive();
          }
        });
      }
    } finally {
      servers.forEach(Process::destroy);
      for (var server : servers) {
        server.onExit().join();
      }
    }
  }

  /** The files of a cluster's backup, in the order of its nodes.json. */
  private static List<Path> files(Path backup) throws IOException {
    return JsonMapper.shared()
        .readTree(backup.resolve("nodes.json").toFile())
        .valueStream()
        .filter(node -> node.path("slots_count").asInt() > 0)
        .map(node -> "redis-node-" + node.path("host").asString() + "-"
            + node.path("port").asInt() + "-" + node.path("name").asString() + ".rdb")
        .map(backup::resolve)
        .toList();
  }

  /** Starts a server in cluster mode, with a file or empty; returns its address once it answers. */
  private String node(List<Process> servers, @Nullable Path file) throws Exception {
    var folder = Files.createDirectory(temp.resolve("node" + servers.size()));
    if (file != null) {
      Files.copy(file, folder.resolve("bars.rdb"));
    }
    var port = Integer.toString(RedisServer.freePort());
    servers.add(Programs.start(
        temp.resolve("redis-" + port + ".log"),
        Map.of(),
        "redis-server",
        "--bind",
        "127.0.0.1",
        "--port",
        port,
        "--dir",
        folder.toString(),
        "--dbfilename",
        "bars.rdb",
        "--appendonly",
        "no",
        "--cluster-enabled",
        "yes",
        "--cluster-node-timeout",
        "2000",
        "--cluster-require-full-coverage",
        "no"));
    await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> {
      try (var client = RedisClient.create("127.0.0.1", Integer.parseInt(port))) {
        return "PONG".equals(client.ping());
      }
    });
    return "127.0.0.1:" + port;
  }

  private static String restore(Path backup, List<String> arguments) throws Exception {
    return Programs.run(
        Map.of(),
        Stream.concat(Stream.of("deploy/restore-cluster", backup.toString()), arguments.stream())
            .toArray(String[]::new));
  }

  private static String failure(Path backup, List<String> arguments) throws Exception {
    return Programs.run(
        Map.of(),
        Stream.concat(
                Stream.of(
                    "sh", "-c", "! \"$0\" \"$@\"", "deploy/restore-cluster", backup.toString()),
                arguments.stream())
            .toArray(String[]::new));
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
