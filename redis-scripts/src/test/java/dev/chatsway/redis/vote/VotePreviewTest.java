package dev.chatsway.redis.vote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.redis.RedisCommands;
import dev.chatsway.redis.RedisServer;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.session.Session;
import dev.chatsway.session.SessionRequest;
import dev.chatsway.session.Side;
import dev.chatsway.session.Vote;
import dev.chatsway.session.VotePreview;
import dev.chatsway.session.VoteSource;
import dev.chatsway.session.VoteStatus;
import dev.chatsway.session.VoterIdHasher;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

final class VotePreviewTest {

  private static final RedisServer REDIS = RedisServer.start();
  private static final RedisCommands CALLS = REDIS.calls();
  private static final Sessions SESSIONS = new Sessions(CALLS);
  private static final Votes VOTES = new Votes(CALLS, new VoterIdHasher("secret"));

  @AfterAll
  static void stop() {
    CALLS.close();
    REDIS.close();
  }

  @Test
  void whatIsForeseenIsWhatThenHappens() {
    var session = session("{'debounceMillis':60000,'votesPerMinute':2}");
    for (var voter : new String[] {"bot:a", "bot:a", "bot:b", "bot:c", "bot:a"}) {
      var foreseen = get(VOTES.foresee(session, voter));

      var vote = new Vote(session, voter, null, VoteSource.BEARER, Side.FOR, 1);
      assertThat(get(VOTES.apply(vote)).status()).isEqualTo(foreseen.status());
    }
    assertThat(get(VOTES.foresee(session, "bot:a")).status()).isEqualTo(VoteStatus.DEBOUNCED);
    assertThat(get(VOTES.foresee(session, "bot:c")).status()).isEqualTo(VoteStatus.LIMITED);
    assertThat(get(VOTES.foresee(session, null)).status()).isEqualTo(VoteStatus.LIMITED);
    assertThat(get(VOTES.foresee(session, "bot:c")).waitMillis()).isBetween(1L, 60_000L);
  }

  @Test
  void aPausedSessionIsPausedWhateverElseItIs() {
    var session = session("{'paused':true}");

    assertThat(get(VOTES.foresee(session, "bot:a")))
        .isEqualTo(new VotePreview(VoteStatus.PAUSED, 0));
  }

  @Test
  void lookingAheadChangesNothing() {
    var session = session("{'votesPerMinute':1}");

    for (int i = 0; i < 3; i++) {
      assertThat(get(VOTES.foresee(session, "bot:a"))).isEqualTo(new VotePreview(VoteStatus.OK, 0));
    }
    assertThat(get(SESSIONS.findNow(session.id())).orElseThrow().live().revision())
        .isEqualTo(1);
  }

  private static Session session(String settings) {
    var json = ("{'settings':" + settings + "}").replace('\'', '"');
    return get(SESSIONS.create(SessionRequest.parse(JsonMapper.shared().readTree(json))));
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
