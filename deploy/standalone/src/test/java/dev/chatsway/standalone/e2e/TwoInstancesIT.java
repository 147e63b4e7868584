package dev.chatsway.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.gateway.Message;
import dev.chatsway.gateway.OverlayClient;
import dev.chatsway.redis.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Instances share nothing but Redis, and any of them serves any session. */
final class TwoInstancesIT {

  private static final double RATE = 0.2;
  private static final double ROUNDING = 0.011;
  private static final double ONE_TICK = 1 - Math.exp(-RATE * 0.05);
  private static final long WINDOW = Duration.ofSeconds(2).toNanos();

  @TempDir
  Path temp;

  @Test
  void clientsOfBothSeeTheSameVotesAndTheSameValues() throws Exception {
    try (var redis = RedisServer.start();
        var left = Running.onRedis(temp, redis.uri());
        var right = Running.onRedis(temp, redis.uri())) {
      var sites = List.of(Site.at(left.url()), Site.at(right.url()));
      var session = sites.get(0).create("3001", "{\"voteDelta\": 20}");
      try (var leftPage = sites.get(0).connectV2(session);
          var rightPage = sites.get(1).connectV2(session);
          var leftPlain = sites.get(0).connect(session);
          var rightPlain = sites.get(1).connect(session)) {
        for (var revision = 1; revision <= 5; revision++) {
          var expected = revision;
          for (var page : List.of(leftPage, rightPage)) {
            page.await(0, message -> message.is("value") && message.revision() == expected);
          }
          var vote = Notification.of("3001", "voter" + revision, "+");
          assertThat(sites.get(revision % 2).send(vote)).isEqualTo(204);
        }
        var begin = System.nanoTime();
        leftPlain.await(begin + WINDOW, Message::hasValue);
        rightPlain.await(begin + WINDOW, Message::hasValue);

        assertThat(revisions(leftPage))
            .isEqualTo(revisions(rightPage))
            .containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertNeverApart(leftPlain, rightPlain, begin + WINDOW / 4, begin + WINDOW);
      }
    }
  }

  /** What one shows is, but for one tick's decay, between what the other shows just before and just after that. */
  private static void assertNeverApart(OverlayClient one, OverlayClient other, long from, long to)
      throws InterruptedException {
    var frames = one.between(from, to);
    var together = 0;
    for (var frame : frames) {
      var before = other.between(0, frame.at());
      var after = other.await(frame.at(), Message::hasValue);
      var tick = frame.value() * ONE_TICK + ROUNDING;
      if (frame.value() <= before.get(before.size() - 1).value() + tick
          && frame.value() >= after.value() - tick) {
        together++;
      }
    }
    // both connections end in one busy process: now and then it takes a frame later than it came
    assertThat(together).isGreaterThan(frames.size() * 9 / 10);
  }

  private static List<Long> revisions(OverlayClient page) {
    return page.messages().stream()
        .filter(message -> message.is("value"))
        .map(Message::revision)
        .distinct()
        .toList();
  }
}
