package dev.chatsway.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.Done;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.chatsway.standalone.redis.RedisVersion;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

final class ServerIT {

  private static final List<String> WAY_DOWN =
      List.of("unready", "unbound", "dismissed", "finished", "closed");

  @TempDir
  Path temp;

  private Config config = ConfigFactory.empty();

  @BeforeEach
  void configure() {
    config = ConfigFactory.parseString(
            "chatsway { http.port = 0, data = \"" + temp.resolve("data") + "\" }")
        .withFallback(ConfigFactory.load());
  }

  @Test
  void theWayDownHasOneOrderAndRedisIsThereUntilItsEnd() throws Exception {
    var steps = new CopyOnWriteArrayList<String>();
    var server = Server.start(config, (system, complete) -> new Recorder(complete, steps, true));

    server.stop();

    assertThat(steps).containsExactlyElementsOf(WAY_DOWN);
    assertThatThrownBy(() -> ping(server.config())).hasMessageContaining("Failed to connect");
  }

  @Test
  void aWayDownThatHangsEverywhereEndsWithinTenSeconds() throws Exception {
    var steps = new CopyOnWriteArrayList<String>();
    var server = Server.start(config, (system, complete) -> new Recorder(complete, steps, false));
    var asked = System.nanoTime();

    server.stop();

    assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(10));
    assertThat(steps).containsExactlyElementsOf(WAY_DOWN);
    assertThatThrownBy(() -> ping(server.config())).hasMessageContaining("Failed to connect");
  }

  @Test
  void aStartThatFailsLeavesNothingAndTheFolderFree() throws Exception {
    for (var attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() -> Server.start(config, (system, complete) -> {
            throw new StartFailure("no " + ping(complete), new IllegalStateException());
          }))
          .isInstanceOf(StartFailure.class)
          .hasMessage("no PONG");
    }
  }

  @Test
  void theServiceIsToldWhereRedisIsAndTheAdminToken() throws Exception {
    var server = Server.start(config, Instance::create);
    try {
      assertThat(ping(server.config())).isEqualTo("PONG");
      assertThat(server.config().getString("chatsway.admin-token")).hasSize(43);
      assertThat(server.listenUrl())
          .matches("http://127\\.0\\.0\\.1:[1-9]\\d+")
          .isEqualTo(server.publicUrl());
    } finally {
      server.stop();
    }
  }

  private static String ping(Config config) {
    try (var redis = new Jedis(URI.create(config.getString("chatsway.redis.url")))) {
      return redis.ping();
    }
  }

  /** Notes each step down while Redis still answers, and ends it or never does. */
  private record Recorder(Config config, List<String> steps, boolean ends) implements Service {

    @Override
    public Optional<RedisVersion> redis() {
      return Optional.empty();
    }

    @Override
    public CompletionStage<InetSocketAddress> bind(String host, int port) {
      return CompletableFuture.completedFuture(new InetSocketAddress(host, 1));
    }

    @Override
    public CompletionStage<Done> warmUp() {
      return CompletableFuture.completedFuture(Done.getInstance());
    }

    @Override
    public CompletionStage<Done> becomeUnready() {
      return step("unready");
    }

    @Override
    public CompletionStage<Done> unbind() {
      return step("unbound");
    }

    @Override
    public CompletionStage<Done> dismissClients() {
      return step("dismissed");
    }

    @Override
    public CompletionStage<Done> finishVotes() {
      return step("finished");
    }

    @Override
    public CompletionStage<Done> closeRedis() {
      return step("closed");
    }

    private CompletionStage<Done> step(String name) {
      assertThat(ping(config)).isEqualTo("PONG");
      steps.add(name);
      return ends
          ? CompletableFuture.completedFuture(Done.getInstance())
          : new CompletableFuture<>();
    }
  }
}
