package dev.chatsway.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chatsway.session.Channel;
import dev.chatsway.session.Revocation;
import dev.chatsway.session.Session;
import dev.chatsway.session.SessionSettings;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A session in the session API, including its secrets. The owner is absent if there is none, the last two URLs until they
 * are created.
 */
record SessionView(
    UUID id,
    String name,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String owner,
    UUID overlayId,
    String overlayUrl,
    String voteToken,
    String voteUrl,
    String ownerToken,
    String webhookSecret,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String controlUrl,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String deckUrl,
    List<Channel> channels,
    List<Revocation> revocations,
    SessionSettings settings,
    Instant createdAt) {

  static SessionView of(Session session, Urls urls) {
    return new SessionView(
        session.id(),
        session.name(),
        session.owner() == null ? null : session.owner().account(),
        session.overlayId(),
        urls.overlay(session),
        session.voteToken(),
        urls.vote(session),
        session.ownerToken(),
        session.webhookSecret(),
        urls.control(session),
        urls.deck(session),
        session.channels(),
        session.revocations(),
        session.settings(),
        session.createdAt());
  }
}
