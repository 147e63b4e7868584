package dev.chatsway.gateway;

import dev.chatsway.broadcaster.LiveStateSource;
import dev.chatsway.broadcaster.LiveStates;
import dev.chatsway.broadcaster.SessionDetails;
import dev.chatsway.gateway.round.RoundMessage;
import dev.chatsway.redis.SessionKeys;
import dev.chatsway.redis.reading.DecayedValues;
import dev.chatsway.redis.reading.LiveStateReader;
import dev.chatsway.redis.round.Rounds;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.session.Session;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the Broadcaster reads, read from Redis. */
public final class RedisLiveStateSource implements LiveStateSource {

  private static final Logger LOG = LoggerFactory.getLogger(RedisLiveStateSource.class);

  private final LiveStateReader reader;
  private final Sessions sessions;
  private final Rounds rounds;

  /** Values through the reader, details through the sessions. */
  public RedisLiveStateSource(LiveStateReader reader, Sessions sessions, Rounds rounds) {
    this.reader = reader;
    this.sessions = sessions;
    this.rounds = rounds;
  }

  @Override
  public ReadPlan roster(List<UUID> ids) {
    var roster = reader.roster(ids.stream().map(SessionKeys::of).toList());
    return () -> reader.read(roster).thenApply(Columns::new);
  }

  @Override
  public CompletionStage<SessionDetails> details(UUID id) {
    return sessions
        .find(id)
        .thenApply(found -> found
            .map(RedisLiveStateSource::details)
            .orElseThrow(() -> new IllegalStateException("the session went away")));
  }

  @Override
  public void settleRound(UUID id) {
    rounds.read(id).whenComplete((read, failure) -> {
      if (failure != null) {
        LOG.debug("The round of session {} is settled later", id, failure);
      }
    });
  }

  private static SessionDetails details(Session session) {
    return new SessionDetails(
        session.overlayId(),
        session.settingsRevision(),
        session.currentSettings().publicJson());
  }

  private record Columns(DecayedValues values) implements LiveStates {
    @Override
    public State state(int i) {
      if (!values.isRead(i)) {
        return State.MISSING; // its server did not answer
      }
      return switch (values.status(i)) {
        case OK -> State.LIVE;
        case DELETED -> State.DELETED;
        default -> State.MISSING;
      };
    }

    @Override
    public double value(int i) {
      return values.value(i);
    }

    @Override
    public double forTally(int i) {
      return values.forTally(i);
    }

    @Override
    public double againstTally(int i) {
      return values.againstTally(i);
    }

    @Override
    public long forVotes(int i) {
      return values.forVotes(i);
    }

    @Override
    public long againstVotes(int i) {
      return values.againstVotes(i);
    }

    @Override
    public double decayRate(int i) {
      return values.decayRate(i);
    }

    @Override
    public long revision(int i) {
      return values.revision(i);
    }

    @Override
    public RoundPhase roundPhase(int i) {
      return switch (values.roundPhase(i)) {
        case NONE, OVER -> RoundPhase.NONE;
        case OPEN -> RoundPhase.OPEN;
        case FROZEN -> RoundPhase.ENDED;
      };
    }

    @Override
    public String round(int i) {
      return RoundMessage.of(values.round(i), values.readAt(i));
    }

    @Override
    public boolean isRoundDue(int i) {
      return values.isRoundDue(i);
    }

    @Override
    public long microsSinceWritten(int i) {
      return values.microsSinceWritten(i);
    }

    @Override
    public long settingsRevision(int i) {
      return values.settingsRevision(i);
    }
  }
}
