package dev.chatsway.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.redis.vote.TracedVotes.TracedVote;
import dev.chatsway.session.Tracing.Frames;
import dev.chatsway.standalone.ShownVotes.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class ShownVotesTest {

  private static final UUID SESSION = UUID.randomUUID();
  private static final long SECOND = 1_000_000_000;

  private final ShownVotes shown = new ShownVotes();

  @Test
  void aVoteIsFoundInTheFirstFramesThatShowIt() {
    show(4, 6, 0);
    show(6, 9, 0);
    show(9, 12, 0);

    assertThat(match(0, vote(SESSION, 7), vote(SESSION, 9), vote(SESSION, 6)))
        .containsExactly("7 in 9", "9 in 9", "6 in 6");
  }

  @Test
  void aVoteThatIsNotShownYetIsFoundLater() {
    assertThat(match(0, vote(SESSION, 7))).isEmpty();
    show(6, 7, SECOND);

    assertThat(match(SECOND)).containsExactly("7 in 7");
    assertThat(match(SECOND)).isEmpty();
  }

  @Test
  void whatWasShownBeforeItOrInAnotherSessionIsNotItsFrame() {
    show(7, 8, 0);

    assertThat(match(0, vote(SESSION, 7), vote(UUID.randomUUID(), 8))).isEmpty();
  }

  @Test
  void nothingIsKeptForLong() {
    show(6, 7, 0);
    match(0, vote(SESSION, 20));
    assertThat(shown.isEmpty()).isFalse();

    match(6 * SECOND);
    assertThat(shown.isEmpty()).isTrue();
    show(19, 20, 6 * SECOND);
    assertThat(match(6 * SECOND)).isEmpty();
  }

  private void show(long before, long revision, long tick) {
    shown.add(new Shown(SESSION, before, revision, tick, new Frames(1, 2, 1)));
  }

  private static TracedVote vote(UUID session, long revision) {
    return new TracedVote("0-1", "", session, revision);
  }

  private List<String> match(long now, TracedVote... votes) {
    var found = new ArrayList<String>();
    shown.match(
        List.of(votes),
        now,
        (vote, frames) -> found.add(vote.revision() + " in " + frames.revision()));
    return found;
  }
}
