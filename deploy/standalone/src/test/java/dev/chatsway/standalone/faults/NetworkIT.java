package dev.chatsway.standalone.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Tcp;
import akka.util.ByteString;
import dev.chatsway.gateway.Message;
import dev.chatsway.redis.RedisServer;
import dev.chatsway.standalone.e2e.Crowd;
import dev.chatsway.standalone.e2e.Notification;
import dev.chatsway.standalone.e2e.Running;
import dev.chatsway.standalone.e2e.Site;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The network between an instance and its Redis is slow, or cuts connections off. */
@Tag("faults")
final class NetworkIT {

  private static final Duration LATENCY = Duration.ofMillis(50);
  private static final int CUTS = 10;

  @TempDir
  Path temp;

  @Test
  void withFiftyMillisecondsOfLatencyAllAnswersAreRightAndLate() throws Exception {
    try (var redis = RedisServer.start();
        var proxy = new TcpProxy(redis.address().getPort());
        var process = Running.onRedis(temp, "redis://127.0.0.1:" + proxy.port() + "/0")) {
      var site = Site.at(process.url());
      var session = site.create("6301", Site.COUNTING);
      proxy.delayReplies(LATENCY);
      try (var watchers = Watchers.of(site, session);
          var crowd = new Crowd(site, "6301", Duration.ofMillis(5))) {
        await().until(() -> crowd.answered(204) > 400);
        crowd.stop();
        assertThat(crowd.answered(204)).isEqualTo(crowd.size());
        var asked = System.nanoTime();
        assertThat(site.send(Notification.of("6301", "late", "+"))).isEqualTo(204);
        var answered = Duration.ofNanos(System.nanoTime() - asked);
        var votes = Watchers.counted(site, session);
        var shown = watchers
            .plain()
            .await(asked, message -> message.hasValue() && message.value() >= votes * 0.1 - 0.001);

        var since = System.nanoTime() - Duration.ofSeconds(1).toNanos();
        var frames = watchers.plain().between(since, System.nanoTime()).size();
        var all = watchers.plain().messages();
        var withoutValue = all.stream().filter(message -> !message.hasValue()).count();
        Figures.print(
            "50 ms of latency",
            Map.of(
                "vote_answered_ms",
                answered.toMillis(),
                "frames_in_the_last_second",
                frames,
                "degraded_frames",
                withoutValue));
        assertThat(votes).isEqualTo(crowd.size() + 1);
        assertThat(answered).isGreaterThanOrEqualTo(LATENCY);
        assertThat(withoutValue).isLessThan(all.size() / 10); // none, but on a machine that is busy
        assertThat(shown.value()).isCloseTo(votes * 0.1, within(0.001));
      }
    }
  }

  @Test
  void aConnectionThatIsCutHalfWayThroughAReplyIsMadeAnewAndNoVoteCountsTwice() throws Exception {
    try (var redis = RedisServer.start();
        var proxy = new TcpProxy(redis.address().getPort());
        var process = Running.onRedis(temp, "redis://127.0.0.1:" + proxy.port() + "/0")) {
      var site = Site.at(process.url());
      var session = site.create("6302", Site.COUNTING);
      try (var watchers = Watchers.of(site, session);
          var crowd = new Crowd(site, "6302", Duration.ofMillis(5))) {
        var slowest = Duration.ZERO;
        for (var i = 0; i < CUTS; i++) {
          var sofar = crowd.answered(204);
          await().until(() -> crowd.answered(204) > sofar + 20);
          proxy.cutNextReply();
          await().pollInterval(Duration.ofMillis(5)).until(proxy::hasCut);
          var cut = System.nanoTime();
          var value = watchers.plain().await(cut, Message::hasValue);
          var took = Duration.ofNanos(value.at() - cut);
          slowest = took.compareTo(slowest) > 0 ? took : slowest;
        }
        crowd.stop();
        var refused = crowd.answered(503);
        crowd.retry();
        Figures.print(
            "cut half-way through a reply",
            Map.of("cuts", CUTS, "slowest_back_ms", slowest.toMillis(), "votes_told_503", refused));
        assertThat(Watchers.counted(site, session)).isEqualTo(crowd.size());
        assertThat(slowest).isLessThan(Watchers.BACK);
      }
    }
  }

  /** A bad network before a server of this machine: what the server says comes late, or ends in the middle. */
  private static final class TcpProxy implements AutoCloseable {

    private final ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "tcp-proxy");
    private final AtomicBoolean cutNext = new AtomicBoolean();
    private final int target;
    private final Tcp.ServerBinding binding;
    private volatile Duration latency = Duration.ZERO;

    TcpProxy(int target) {
      this.target = target;
      binding = Tcp.get(system)
          .bind("127.0.0.1", 0)
          .to(Sink.foreach(client -> client.handleWith(connection(), system)))
          .run(system)
          .toCompletableFuture()
          .join();
    }

    /** From requests to replies. */
    private Flow<ByteString, ByteString, NotUsed> connection() {
      return Flow.of(ByteString.class)
          .via(Tcp.get(system).outgoingConnection("127.0.0.1", target))
          .via(replies());
    }

    private Flow<ByteString, ByteString, NotUsed> replies() {
      var isCut = new AtomicBoolean();
      return Flow.of(ByteString.class)
          .mapAsync(1, bytes -> CompletableFuture.supplyAsync(() -> bytes, late()))
          .map(bytes -> {
            isCut.set(bytes.size() > 1 && cutNext.compareAndSet(true, false));
            return isCut.get() ? bytes.take(bytes.size() / 2) : bytes;
          })
          .takeWhile(bytes -> !isCut.get(), true);
    }

    private Executor late() {
      return CompletableFuture.delayedExecutor(latency.toMillis(), TimeUnit.MILLISECONDS);
    }

    int port() {
      return binding.localAddress().getPort();
    }

    /** From now on every reply comes so much later. */
    void delayReplies(Duration latency) {
      this.latency = latency;
    }

    /** Half of the next reply comes, and then the connection ends. */
    void cutNextReply() {
      cutNext.set(true);
    }

    /** Whether the reply that was to be cut has been. */
    boolean hasCut() {
      return !cutNext.get();
    }

    @Override
    public void close() {
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().join();
    }
  }
}
