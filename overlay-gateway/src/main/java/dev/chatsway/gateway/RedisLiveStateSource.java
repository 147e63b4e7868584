package dev.chatsway.gateway;

import dev.chatsway.broadcaster.LiveStateSource;
import dev.chatsway.broadcaster.SessionDetails;
import dev.chatsway.redis.SessionKeys;
import dev.chatsway.redis.reading.LiveStateReader;
import dev.chatsway.redis.round.Rounds;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.session.Session;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the Broadcaster's data from Redis. */
public final class RedisLiveStateSource implements LiveStateSource {

  private static final Logger LOG = LoggerFactory.getLogger(RedisLiveStateSource.class);

  private final LiveStateReader reader;
  private final Sessions sessions;
  private final Rounds rounds;

  /** Reads values with {@code reader} and details from {@code sessions}. */
  public RedisLiveStateSource(LiveStateReader reader, Sessions sessions, Rounds rounds) {
    this.reader = reader;
    this.sessions = sessions;
    this.rounds = rounds;
  }

  @Override
  public ReadPlan roster(List<UUID> ids) {
    var roster = reader.roster(ids.stream().map(SessionKeys::of).toList());
    return () -> reader.read(roster);
  }

  @Override
  public CompletionStage<SessionDetails> details(UUID id) {
    return sessions
        .find(id)
        .thenApply(found -> found
            .map(RedisLiveStateSource::details)
            .orElseThrow(() -> new IllegalStateException("the session was deleted")));
  }

  @Override
  public void settleRound(UUID id) {
    rounds.read(id).whenComplete((read, failure) -> {
      if (failure != null) {
        LOG.debug("Failed to settle the round of session {}; trying again", id, failure);
      }
    });
  }

  private static SessionDetails details(Session session) {
    return new SessionDetails(
        session.overlayId(),
        session.settingsRevision(),
        session.currentSettings().publicJson(),
        session.isSuspended());
  }
}
