package dev.chatsway.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chatsway.session.Channel;
import dev.chatsway.session.CoHost;
import dev.chatsway.session.Revocation;
import dev.chatsway.session.Session;
import dev.chatsway.session.SessionSettings;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A session in the session API, including its secrets. The owner is absent if there is none, the control and deck URLs until they
 * are created. A co-host gets no secrets, since what it knows it would keep; it gets who shares the session instead.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SessionView(
    UUID id,
    String name,
    @Nullable String owner,
    @Nullable String sharedBy,
    UUID overlayId,
    String overlayUrl,
    @Nullable String voteToken,
    @Nullable String voteUrl,
    @Nullable String ownerToken,
    @Nullable String webhookSecret,
    @Nullable String controlUrl,
    @Nullable String deckUrl,
    @Nullable List<CoHost> coHosts,
    List<Channel> channels,
    List<Revocation> revocations,
    SessionSettings settings,
    Instant createdAt) {

  static SessionView of(Session session, Urls urls) {
    return new SessionView(
        session.id(),
        session.name(),
        session.ownerAccount(),
        null,
        session.overlayId(),
        urls.overlay(session),
        session.voteToken(),
        urls.vote(session),
        session.ownerToken(),
        session.webhookSecret(),
        urls.control(session),
        urls.deck(session),
        session.coHosts(),
        session.channels(),
        session.revocations(),
        session.settings(),
        session.createdAt());
  }

  /** For a co-host; {@code sharedBy} is the owner's login, or empty. */
  static SessionView ofCoHost(Session session, Urls urls, String sharedBy) {
    return new SessionView(
        session.id(),
        session.name(),
        session.ownerAccount(),
        sharedBy,
        session.overlayId(),
        urls.overlay(session),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        session.channels(),
        session.revocations(),
        session.settings(),
        session.createdAt());
  }
}
