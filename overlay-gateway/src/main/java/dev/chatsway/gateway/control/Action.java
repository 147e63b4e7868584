package dev.chatsway.gateway.control;

import dev.chatsway.redis.session.Sessions;
import dev.chatsway.session.Session;
import dev.chatsway.session.SessionRequest;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import tools.jackson.databind.json.JsonMapper;

/** An action of a control link or Stream Deck. */
enum Action {
  RESET,
  PAUSE,
  RESUME,
  /** Pauses or resumes, whichever applies. */
  TOGGLE;

  /** The last segment of its path. */
  String path() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Executes it; returns the session afterwards, empty if it was deleted meanwhile. */
  CompletionStage<Optional<Session>> on(Session session, Sessions sessions) {
    if (this == RESET) {
      return sessions
          .reset(session.id())
          .thenApply(found -> found ? Optional.of(session) : Optional.empty());
    }
    return sessions.update(session.id(), this::applied);
  }

  private Session applied(Session session) {
    boolean paused = this == TOGGLE ? !session.settings().paused() : this == PAUSE;
    var patch = JsonMapper.shared().createObjectNode();
    patch.putObject("settings").put("paused", paused);
    return session.with(SessionRequest.patched(session, patch));
  }
}
