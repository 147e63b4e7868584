package dev.chatsway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RequestTrackerTest {

  private final RequestTracker exchange = new RequestTracker();
  private final List<String> written = new ArrayList<>();

  @Test
  void answersThatWaitTogetherAreAllSaidToBeWritten() {
    exchange.whenWritten(() -> written.add("first"));
    exchange.whenWritten(() -> written.add("pipelined"));
    exchange.wrote();
    exchange.wrote();

    assertThat(written).containsExactly("first", "pipelined");
  }

  @Test
  void whatIsWrittenAfterTheEndIsSaidAtOnce() {
    exchange.whenWritten(() -> written.add("waiting"));
    exchange.end();
    exchange.whenWritten(() -> written.add("late"));

    assertThat(written).containsExactly("waiting", "late");
  }

  @Test
  void aFeedThatComesAfterTheEndIsClosed() {
    var late = new TestFeed();
    exchange.requested();
    exchange.end();
    exchange.upgraded(late);

    assertThat(late.closes()).isEqualTo(1);
    assertThat(exchange.feed()).isNull();
    assertThat(exchange.isUnderWay()).isFalse();
  }

  @Test
  void aFeedThatComesInTimeIsTheConnectionsUntilItEnds() {
    var feed = new TestFeed();
    exchange.upgraded(feed);

    assertThat(exchange.feed()).isSameAs(feed);
    assertThat(feed.closes()).isZero();

    exchange.end();

    assertThat(feed.closes()).isEqualTo(1);
  }
}
