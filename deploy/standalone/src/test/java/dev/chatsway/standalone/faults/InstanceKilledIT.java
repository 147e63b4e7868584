package dev.chatsway.standalone.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chatsway.redis.RedisServer;
import dev.chatsway.standalone.ChatswayProcess;
import dev.chatsway.standalone.RealServer;
import dev.chatsway.standalone.e2e.Running;
import dev.chatsway.standalone.e2e.Site;
import dev.chatsway.standalone.operations.Programs;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One of three instances behind a balancer is killed, and its clients go to the others. */
@Tag("faults")
final class InstanceKilledIT {

  private static final int INSTANCES = 3;
  private static final int CLIENTS_EACH = 1_000;
  private static final int SESSIONS = 10;
  private static final Duration BACK = Duration.ofSeconds(10);
  private static final double P99 = 0.99;

  /** A machine with more to do than it has processors cannot keep all of the time, and is held to nine tenths. */
  private static final double WHEN_BUSY = 0.9;

  @TempDir
  Path temp;

  @Test
  void itsThousandClientsAreBackWithinTenSecondsAndTheOthersKeepTime() throws Exception {
    Programs.need("haproxy");
    var processes = new ArrayList<ChatswayProcess>();
    try (var redis = RedisServer.start()) {
      var ports = new ArrayList<Integer>();
      for (var i = 0; i < INSTANCES; i++) {
        var process = Running.onRedis(temp, redis.uri());
        processes.add(process);
        ports.add(URI.create(process.url()).getPort());
      }
      try (var balancer = HaProxy.start(temp, RealServer.freePort(), ports, ports);
          var pages = new Pages(sockets(balancer, "http://127.0.0.1:" + ports.get(0)))) {
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> pages.connected() == INSTANCES * CLIENTS_EACH);
        var before = List.of(metrics(ports.get(1)), metrics(ports.get(2)));
        var clients = (int) metrics(ports.get(0)).sum("chatsway_broadcaster_clients");
        assertThat(clients).isBetween(CLIENTS_EACH * 9 / 10, CLIENTS_EACH * 11 / 10);

        var killed = System.nanoTime();
        processes.get(0).process().destroyForcibly();

        await().atMost(BACK).until(() -> pages.lost() >= clients);
        await()
            .atMost(BACK.minusNanos(System.nanoTime() - killed))
            .until(() -> pages.connected() == INSTANCES * CLIENTS_EACH);
        var back = Duration.ofNanos(System.nanoTime() - killed);
        await()
            .atMost(BACK.multipliedBy(2))
            .until(() -> System.nanoTime() - killed > BACK.toNanos()); // 200 ticks to judge by
        var after = List.of(metrics(ports.get(1)), metrics(ports.get(2)));

        for (var i = 0; i < 2; i++) {
          Figures.print(
              "an instance killed, instance " + (i + 1),
              Map.of(
                  "clients_moved",
                  clients,
                  "all_back_ms",
                  back.toMillis(),
                  "ticks",
                  after.get(i).ticks(before.get(i)),
                  "ticks_within_50_ms_per_mille",
                  1000 * after.get(i).ticksInTime(before.get(i)),
                  "clients_now",
                  after.get(i).sum("chatsway_broadcaster_clients")));
          assertThat(after.get(i).ticksInTime(before.get(i))).isGreaterThanOrEqualTo(inTime());
        }
        assertThat(back).isLessThan(BACK);
      }
    } finally {
      processes.forEach(ChatswayProcess::close);
    }
  }

  private static double inTime() {
    var system = ManagementFactory.getOperatingSystemMXBean();
    var processors = system.getAvailableProcessors();
    var isBusy = processors <= INSTANCES // with the balancer and the clients there is more to do
        || system.getSystemLoadAverage() > processors;
    return isBusy ? WHEN_BUSY : P99;
  }

  private static Metrics metrics(int port) throws Exception {
    return Metrics.of("http://127.0.0.1:" + port);
  }

  private static List<URI> sockets(HaProxy balancer, String instance) throws Exception {
    var overlays = new ArrayList<String>();
    for (var i = 0; i < SESSIONS; i++) {
      overlays.add(Site.at(instance)
          .create("64" + i, Site.COUNTING)
          .required("overlayId")
          .asString());
    }
    var sockets = new ArrayList<URI>();
    for (var i = 0; i < INSTANCES * CLIENTS_EACH; i++) {
      sockets.add(URI.create(balancer.url().replaceFirst("^http", "ws") + "/ws/overlay/"
          + overlays.get(i % SESSIONS)));
    }
    return sockets;
  }

  /** Many pages of {@code chatsway.v2} that come back by themselves, with full jitter, as the bundled page does. */
  private static final class Pages implements AutoCloseable {

    private static final int AT_ONCE = 64;
    private static final long FIRST_PAUSE_MILLIS = 1_000;
    private static final int MOST_DOUBLINGS = 4;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Semaphore arriving = new Semaphore(AT_ONCE);
    private final AtomicInteger connected = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private volatile boolean open = true;

    /** Connects one to each of them; returns when all have been tried once. */
    Pages(List<URI> sockets) throws InterruptedException {
      for (var socket : sockets) {
        arriving.acquire();
        connect(socket, 0, arriving::release);
      }
      arriving.acquire(AT_ONCE);
    }

    private void connect(URI uri, int attempt, Runnable tried) {
      var unused = http.newWebSocketBuilder()
          .subprotocols("chatsway.v2")
          .buildAsync(uri, new Page(uri))
          .whenComplete((socket, failure) -> {
            if (failure == null) {
              connected.incrementAndGet();
            } else {
              comeBack(uri, attempt + 1);
            }
            tried.run();
          });
    }

    private void comeBack(URI uri, int attempt) {
      var longest = FIRST_PAUSE_MILLIS << Math.min(attempt, MOST_DOUBLINGS);
      var pause = ThreadLocalRandom.current().nextLong(longest);
      if (open) {
        CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS)
            .execute(() -> connect(uri, attempt, () -> {}));
      }
    }

    /** How many are connected now. */
    int connected() {
      return connected.get();
    }

    /** How many connections have ended so far. */
    int lost() {
      return lost.get();
    }

    @Override
    public void close() {
      open = false;
    }

    private final class Page implements WebSocket.Listener {

      private final URI uri;
      private final AtomicBoolean ended = new AtomicBoolean();

      private Page(URI uri) {
        this.uri = uri;
      }

      @Override
      public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        end();
        return null;
      }

      @Override
      public void onError(WebSocket from, Throwable failure) {
        end();
      }

      private void end() {
        if (ended.compareAndSet(false, true)) {
          connected.decrementAndGet();
          lost.incrementAndGet();
          comeBack(uri, 0);
        }
      }
    }
  }
}
