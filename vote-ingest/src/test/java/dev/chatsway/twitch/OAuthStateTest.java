package dev.chatsway.twitch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.twitch.OAuthState.Account;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class OAuthStateTest {

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-22T00:00:00Z"));
  private final InstantSource source = now::get;
  private final Clock clock = source.withZone(ZoneOffset.UTC);
  private final OAuthState states = new OAuthState("a client secret", clock);

  @Test
  void aWayIsContinuedByTheBrowserThatSetOut() {
    var session = UUID.randomUUID();
    var way = states.begin(Account.BOT, session);

    assertThat(states.continued(way.cookie(), way.state())).contains(way);
    assertThat(states.isOver(way)).isFalse();
  }

  @Test
  void itEndsAfterTenMinutes() {
    var way = states.begin(Account.STREAMER, null);
    now.updateAndGet(before -> before.plusSeconds(599));
    assertThat(states.isOver(way)).isFalse();
    now.updateAndGet(before -> before.plusSeconds(1));
    assertThat(states.isOver(way)).isTrue();
  }

  @Test
  void whoeverChangesTheCookieHasNoStateForIt() {
    var way = states.begin(Account.STREAMER, null);
    var longer = way.cookie().replace(".STREAMER.", "0.STREAMER.");

    assertThat(states.continued(longer, way.state())).isEmpty();
    assertThat(states.continued("", "")).isEmpty();
    assertThat(new OAuthState("another secret", clock).continued(way.cookie(), way.state()))
        .isEmpty();
  }
}
