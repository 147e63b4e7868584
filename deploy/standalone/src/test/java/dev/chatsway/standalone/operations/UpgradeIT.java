package dev.chatsway.standalone.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chatsway.redis.RedisServer;
import dev.chatsway.standalone.RealServer;
import dev.chatsway.standalone.e2e.Notification;
import dev.chatsway.standalone.e2e.Running;
import dev.chatsway.standalone.e2e.Site;
import dev.chatsway.standalone.faults.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * From one build to the next and back, behind deploy/haproxy.cfg, on one Redis, while people vote: no vote is refused or lost,
 * none counts twice. The newer build is this one with a function library of the next version.
 */
@Tag("faults")
final class UpgradeIT {

  private static final String COUNTING = "{\"decayRate\":0,\"voteDelta\":0.1,\"debounceMillis\":0}";
  private static final Pattern VERSION = Pattern.compile("(?m)^local VERSION = (\\d+)$");

  @TempDir
  Path temp;

  private final int front = RealServer.freePort();
  private final int first = RealServer.freePort();
  private final int second = RealServer.freePort();

  UpgradeIT() throws IOException {}

  @Test
  void goesThereAndBackWithoutAGap() throws Exception {
    Programs.need("haproxy");
    var library = Files.readString(
        Programs.ROOT.resolve("redis-scripts/src/main/resources/dev/chatsway/redis/chatsway.lua"));
    long here = VERSION
        .matcher(library)
        .results()
        .mapToLong(each -> Long.parseLong(each.group(1)))
        .sum();
    var next = temp.resolve("next/dev/chatsway/redis");
    Files.createDirectories(next);
    Files.writeString(
        next.resolve("chatsway.lua"),
        VERSION.matcher(library).replaceFirst("local VERSION = " + (here + 1)));

    try (var redis = RedisServer.start()) {
      var old = start(redis, first, "");
      var balancer = balancer();
      try (var crowd = new Crowd(Site.at("http://127.0.0.1:" + front))) {
        crowd.votes(50);
        assertThat(version(redis)).isEqualTo(here);

        var newer = start(redis, second, temp.resolve("next").toString());
        await().until(() -> version(redis) == here + 1);
        crowd.votes(200);
        awaitVotes(second); // the balancer asks it too, by turns
        end(old);
        crowd.votes(50);

        old = start(redis, first, "");
        crowd.votes(200);
        awaitVotes(first);
        assertThat(version(redis)).as("the older build leaves it alone").isEqualTo(here + 1);
        end(newer);
        crowd.votes(50);

        crowd.stop();
        assertThat(crowd.refused)
            .as("what HAProxy or an instance said instead of 204")
            .isEmpty();
        assertThat(crowd.counted()).isEqualTo(crowd.sent.get());
        System.out.println(
            "{\"upgrade\":\"there and back\",\"votes\":" + crowd.sent + ",\"refused\":0}");
      } finally {
        balancer.destroy();
        balancer.onExit().join();
        end(old);
      }
    }
  }

  private static long version(RedisServer redis) {
    return (Long) redis.client().fcallReadonly("chatsway_version", List.of(), List.of());
  }

  private Process start(RedisServer redis, int port, String before) throws Exception {
    var program = Programs.chatsway(Files.createTempDirectory(temp, "build"), before);
    var process = Programs.start(
        temp.resolve(port + ".log"),
        Running.environment(redis.uri(), Map.of("PORT", String.valueOf(port))),
        program.toString());
    var site = Site.at("http://127.0.0.1:" + port);
    await().ignoreExceptions().until(() -> site.get("/health/ready").statusCode() == 200);
    return process;
  }

  /** Until votes come to the instance: only now may the other one go. */
  private static void awaitVotes(int port) {
    await().until(() -> Metrics.of("http://127.0.0.1:" + port).sum("chatsway_votes_total") > 0);
  }

  private static void end(Process process) {
    process.destroy();
    process.onExit().join();
  }

  private Process balancer() throws Exception {
    var environment = new HashMap<String, String>();
    environment.put("CHATSWAY_BIND", "127.0.0.1:" + front);
    for (var kind : List.of("GATEWAY", "INGEST")) {
      environment.put("CHATSWAY_" + kind + "_1", "127.0.0.1:" + first);
      environment.put("CHATSWAY_" + kind + "_2", "127.0.0.1:" + second);
    }
    var process = Programs.start(
        temp.resolve("haproxy.log"), environment, "haproxy", "-db", "-f", "deploy/haproxy.cfg");
    var site = Site.at("http://127.0.0.1:" + front);
    await().ignoreExceptions().until(() -> site.get("/health/ready").statusCode() == 200);
    return process;
  }

  /** Sends one vote after the other, each once. */
  private static final class Crowd implements AutoCloseable {

    private final AtomicInteger sent = new AtomicInteger();
    private final ConcurrentLinkedQueue<Object> refused = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean goesOn = new AtomicBoolean(true);
    private final Site site;
    private final JsonNode session;
    private final CompletableFuture<Void> votes;

    Crowd(Site site) throws Exception {
      this.site = site;
      this.session = site.create("1", COUNTING);
      this.votes = CompletableFuture.runAsync(() -> {
        while (goesOn.get()) {
          vote();
        }
      });
    }

    private void vote() {
      try {
        int status = site.send(Notification.of("1", "v" + sent.get(), "+"));
        if (status != 204) {
          refused.add(status);
        }
      } catch (IOException | InterruptedException e) {
        refused.add(e);
      }
      sent.incrementAndGet();
    }

    void votes(int more) {
      int enough = sent.get() + more;
      await().until(() -> sent.get() >= enough);
    }

    void stop() {
      goesOn.set(false);
      votes.join();
    }

    int counted() throws Exception {
      return site.shown(session).required("for").asInt();
    }

    @Override
    public void close() {
      stop();
    }
  }
}
