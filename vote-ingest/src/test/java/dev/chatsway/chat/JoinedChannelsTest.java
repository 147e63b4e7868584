package dev.chatsway.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JoinedChannelsTest {

  private final JoinedChannels channels = new JoinedChannels();
  private long now = -5; // as System.nanoTime() may be

  private List<String> joinsNow() {
    var joins = new ArrayList<String>();
    channels.next(now).ifPresent(joins::add);
    for (var next = channels.next(now); next.isPresent(); next = channels.next(now)) {
      joins.add(next.get());
    }
    return joins;
  }

  @Test
  void twentyAreJoinedAtOnceAndTheNextOnesWhenTwitchAllows() {
    for (int i = 0; i < 45; i++) {
      channels.add("c" + i);
    }

    assertThat(joinsNow()).hasSize(20).startsWith("c0", "c1");
    assertThat(channels.pause(now)).isEqualTo(JoinedChannels.WINDOW);
    now += JoinedChannels.WINDOW.minusNanos(1).toNanos();
    assertThat(joinsNow()).isEmpty();
    now += 1;
    assertThat(joinsNow()).hasSize(20).startsWith("c20");
    now += JoinedChannels.WINDOW.toNanos();
    assertThat(joinsNow()).containsExactly("c40", "c41", "c42", "c43", "c44");
    assertThat(channels.isAnyWaiting()).isFalse();
  }

  @Test
  void theRateOutlivesAConnection() {
    for (int i = 0; i < 20; i++) {
      channels.add("c" + i);
    }
    assertThat(joinsNow()).hasSize(20);

    channels.retryAll();
    now += Duration.ofSeconds(5).toNanos();

    assertThat(joinsNow()).isEmpty();
    assertThat(channels.pause(now)).isEqualTo(JoinedChannels.WINDOW.minusSeconds(5));
  }

  @Test
  void onlyTheFirstConfirmationOfAJoinIsNews() {
    channels.add("a");
    assertThat(channels.confirm("a")).as("a late line of the connection before").isFalse();
    assertThat(joinsNow()).containsExactly("a");

    assertThat(channels.isAsked("a")).isTrue();
    assertThat(channels.confirm("a")).isTrue();
    assertThat(channels.confirm("a")).isFalse();
    assertThat(channels.confirm("b")).as("not ours").isFalse();
    assertThat(channels.isAsked("a")).isFalse();
  }

  @Test
  void onlyAChannelThatWasAskedForHasToBeLeft() {
    channels.add("a");
    assertThat(channels.remove("a")).isFalse();

    channels.add("a");
    joinsNow();
    assertThat(channels.remove("a")).isTrue();
    assertThat(channels.remove("a")).isFalse();
    assertThat(channels.logins()).isEmpty();
  }
}
