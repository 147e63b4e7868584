package dev.chatsway.http;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.RunnableGraph;
import akka.stream.testkit.TestPublisher;
import akka.stream.testkit.TestSubscriber;
import akka.stream.testkit.javadsl.TestSink;
import akka.stream.testkit.javadsl.TestSource;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ConnectionGroupTest {

  private static final ActorSystem<Void> SYSTEM =
      ActorSystem.create(Behaviors.empty(), "connection-group");

  private final ConnectionGroup.Members group =
      RunnableGraph.fromGraph(new ConnectionGroup(Runnable::run)).run(SYSTEM);

  @AfterAll
  static void stop() {
    ActorTestKit.shutdown(SYSTEM, Duration.ofSeconds(10));
  }

  @Test
  void aStreamThatFailsEndsAlone() throws Exception {
    var failing = new Ends();
    var other = new Ends();
    failing.in().sendNext("fail");
    failing.out().expectError();

    other.in().sendNext("go on");
    other.out().expectNext("go on");
    var later = new Ends();
    later.in().sendNext("begin");
    later.out().expectNext("begin");
  }

  @Test
  void wakesAllThatWait() throws Exception {
    int connections = 3 * WakeUps.BATCH;
    var woken = new CountDownLatch(connections);
    wakeUps().thenAccept(wakeUps -> {
      for (int i = 0; i < connections; i++) {
        wakeUps.add(woken::countDown);
      }
    });

    assertThat(woken.await(10, TimeUnit.SECONDS)).isTrue();
  }

  private CompletionStage<WakeUps> wakeUps() {
    var wakeUps = new CompletableFuture<WakeUps>();
    group.add(theirs -> {
      wakeUps.complete(theirs);
      return TestSource.<String>create(SYSTEM).to(TestSink.create(SYSTEM));
    });
    return wakeUps;
  }

  /** The ends of a stream in the group that fails where it is told to. */
  private final class Ends {
    private final CompletableFuture<TestPublisher.Probe<String>> in = new CompletableFuture<>();
    private final CompletableFuture<TestSubscriber.Probe<String>> out = new CompletableFuture<>();

    private Ends() {
      group.add(wakeUps -> TestSource.<String>create(SYSTEM)
          .via(Flow.of(String.class).map(Ends::checked))
          .toMat(TestSink.create(SYSTEM), Keep.both())
          .mapMaterializedValue(ends -> {
            in.complete(ends.first());
            out.complete(ends.second());
            return ends;
          }));
    }

    private static String checked(String text) {
      if (text.equals("fail")) {
        throw new IllegalStateException("as told");
      }
      return text;
    }

    private TestPublisher.Probe<String> in() throws Exception {
      return in.get(10, TimeUnit.SECONDS);
    }

    private TestSubscriber.Probe<String> out() throws Exception {
      var probe = out.get(10, TimeUnit.SECONDS);
      probe.request(1);
      return probe;
    }
  }
}
