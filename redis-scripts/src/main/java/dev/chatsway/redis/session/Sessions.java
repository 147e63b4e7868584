package dev.chatsway.redis.session;

import dev.chatsway.redis.RedisCommands;
import dev.chatsway.redis.Reply;
import dev.chatsway.redis.SessionFunctions;
import dev.chatsway.redis.signin.Owners;
import dev.chatsway.session.Channel;
import dev.chatsway.session.SecretKind;
import dev.chatsway.session.Session;
import dev.chatsway.session.SessionRequest;
import dev.chatsway.session.StoreUnavailableException;
import dev.chatsway.session.Tokens;
import dev.chatsway.session.VoteStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store of all sessions, in Redis. Every stage fails with {@link StoreUnavailableException} when Redis does not
 * answer; an empty result means that there is no such session.
 */
public final class Sessions {

  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
  private static final int TRIES = 5;
  private static final int PAGE = 1_000;

  /** How long a claimed session may take to be made. */
  private static final Duration CLAIM = Duration.ofMinutes(1);

  private final SessionFunctions functions;
  private final SessionIndex lookups;
  private final SessionFinder finder;
  private final Owners owners;

  /** Sends its calls through {@code calls}. */
  public Sessions(RedisCommands calls) {
    this.functions = new SessionFunctions(calls);
    this.lookups = new SessionIndex(calls);
    this.finder = new SessionFinder(functions, lookups);
    this.owners = new Owners(calls);
  }

  /** Creates a session without an owner, with new ids and secrets. */
  public CompletionStage<Session> create(SessionRequest request) {
    return create(UUID.randomUUID(), null, request);
  }

  /**
   * Makes a session with new secrets.
   *
   * @param id which {@link dev.chatsway.redis.signin.Owners#claim} was asked for, if it has an owner
   * @param owner the account whose it is, or null
   */
  public CompletionStage<Session> create(UUID id, @Nullable String owner, SessionRequest request) {
    return lookups.time().thenCompose(now -> {
      var session = new Session(
          id,
          request.name(),
          owner == null ? null : new Session.Owner(owner, false),
          UUID.randomUUID(),
          Tokens.token(),
          Tokens.token(),
          Tokens.token(),
          Tokens.webhookSecret(),
          List.of(),
          null,
          null,
          request.channels(),
          List.of(),
          List.of(),
          request.settings(),
          now,
          1,
          1,
          null);
      return lookups
          .add(session)
          .thenCompose(added -> functions.create(session.id(), SessionRecord.fields(session)))
          .thenApply(reply -> done(reply, session))
          .thenCompose(made -> noted(!made.channels().isEmpty(), made));
    });
  }

  /** The session with this id. */
  public CompletionStage<Optional<Session>> find(UUID id) {
    return findNow(id).thenApply(found -> found.map(SessionSnapshot::session));
  }

  /** The session with this id and its live state. */
  public CompletionStage<Optional<SessionSnapshot>> findNow(UUID id) {
    return finder.find(id);
  }

  /** The session with this overlay id and its live state. */
  public CompletionStage<Optional<SessionSnapshot>> byOverlay(UUID overlayId) {
    return finder.one(
        SessionIndex.overlayKey(overlayId), session -> session.overlayId().equals(overlayId));
  }

  /** The session with this vote token. */
  public CompletionStage<Optional<Session>> byVoteToken(String token) {
    return byToken("vote", token, Session::voteToken);
  }

  /** The session with this link token. */
  public CompletionStage<Optional<Session>> byLinkToken(String token) {
    return byToken("link", token, Session::linkToken);
  }

  /** The session with this owner token. */
  public CompletionStage<Optional<Session>> byOwnerToken(String token) {
    return byToken("owner", token, Session::ownerToken);
  }

  /** The session with this control token. */
  public CompletionStage<Optional<Session>> byControlToken(String token) {
    return byToken("control", token, Session::controlToken);
  }

  /** The session with this deck token. */
  public CompletionStage<Optional<Session>> byDeckToken(String token) {
    return byToken("deck", token, Session::deckToken);
  }

  /** All sessions that have this channel. */
  public CompletionStage<List<Session>> byChannel(Channel channel) {
    return finder.all(
        SessionIndex.channelKey(channel), session -> session.channels().contains(channel));
  }

  /** All sessions that an account may run as a co-host. */
  public CompletionStage<List<Session>> coHostedBy(String account) {
    return finder.all(SessionIndex.coHostKey(account), session -> session.isCoHostedBy(account));
  }

  /** All sessions that a Twitch login was invited to and is not yet a co-host of; the invitation may have ended. */
  public CompletionStage<List<Session>> inviting(String login) {
    return finder.all(
        SessionIndex.invitationKey(login),
        session -> session.coHosts().stream()
            .anyMatch(each -> each.account() == null && each.login().equals(login)));
  }

  /** An account's own sessions, oldest first. Claims older than a minute without a session are released. */
  public CompletionStage<List<Session>> ofOwner(String account) {
    return owners
        .bars(account)
        .thenCombine(
            lookups.time(),
            (bars, now) -> SessionFinder.present(bars.entrySet().stream()
                .map(bar -> find(bar.getKey())
                    .thenCompose(
                        found -> found.isPresent() || bar.getValue().isAfter(now.minus(CLAIM))
                            ? CompletableFuture.completedStage(found)
                            : owners.release(account, bar.getKey()).thenApply(released -> found)))))
        .thenCompose(all -> all)
        .thenApply(
            all -> all.stream().filter(session -> session.isOwnedBy(account)).toList());
  }

  /** The channels of sessions whose chat the server has to read. A hint. */
  public CompletionStage<Set<Channel>> chats() {
    return lookups.chats();
  }

  /**
   * One page of all sessions, oldest first.
   *
   * @param limit maximum sessions per page
   * @param after the cursor of the previous page, or null
   */
  public CompletionStage<SessionPage> list(int limit, @Nullable String after) {
    return lookups.list(limit + 1, after == null ? "" : after).thenCompose(entries -> {
      List<String> page = entries.subList(0, Math.min(limit, entries.size()));
      String next = entries.size() > limit ? page.get(limit - 1) : null;
      var damaged = new ConcurrentLinkedQueue<UUID>();
      return SessionFinder.present(page.stream()
              .map(entry -> finder
                  .find(SessionIndex.sessionOf(entry), () -> lookups.unlist(entry))
                  .exceptionally(failure -> {
                    damaged.add(orThrow(SessionIndex.sessionOf(entry), failure));
                    return Optional.empty();
                  })))
          .thenApply(found -> new SessionPage(found, List.copyOf(damaged), next));
    });
  }

  /** Returns the id of a session whose record cannot be read; rethrows failures that do not concern the record. */
  private static UUID orThrow(UUID id, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof StoreUnavailableException unavailable) {
      throw unavailable;
    }
    LOG.warn("The record of session {} is damaged", id, cause);
    return id;
  }

  /** Finds a session for a list of several, which a damaged record must not end: it is logged and left out. */
  public CompletionStage<Optional<Session>> findReadable(UUID id) {
    return find(id).exceptionally(failure -> {
      orThrow(id, failure);
      return Optional.empty();
    });
  }

  /** The ids of all sessions, oldest first. */
  public CompletionStage<List<UUID>> ids() {
    return ids(new ArrayList<>(), "");
  }

  private CompletionStage<List<UUID>> ids(List<UUID> found, String after) {
    return lookups.list(PAGE, after).thenCompose(entries -> {
      entries.forEach(entry -> found.add(SessionIndex.sessionOf(entry)));
      return entries.size() < PAGE
          ? CompletableFuture.completedStage(found)
          : ids(found, entries.get(PAGE - 1));
    });
  }

  /** Changes the parts that users choose; retried if the session was changed concurrently. */
  public CompletionStage<Optional<Session>> update(UUID id, UnaryOperator<Session> change) {
    return update(id, change, TRIES);
  }

  /** Creates a new secret; the old one stops working at once (a webhook secret: after 24 h). */
  public CompletionStage<Optional<Session>> rotate(UUID id, SecretKind secret) {
    return update(id, session -> session.rotated(secret));
  }

  /** Removes an optional secret; it stops working at once. */
  public CompletionStage<Optional<Session>> revoke(UUID id, SecretKind secret) {
    return update(id, session -> session.without(secret));
  }

  /**
   * Sets value and tallies to 0, and ends a round without a result; false if there is no such session. For 10 s it can be
   * {@linkplain #undoReset undone}.
   */
  public CompletionStage<Boolean> reset(UUID id) {
    return functions.reset(id).thenApply(Sessions::found);
  }

  /**
   * Restores the state before the last reset, as it would be now, and adds the votes since.
   *
   * @return {@code OK}; {@code GONE} if there is nothing to undo: no reset in the last 10 s, or a round was opened
   *     since; {@code NO_SESSION}
   */
  public CompletionStage<VoteStatus> undoReset(UUID id) {
    return functions
        .undoReset(id)
        .thenApply(reply -> reply.status() == VoteStatus.GONE
            ? VoteStatus.GONE
            : found(reply) ? VoteStatus.OK : VoteStatus.NO_SESSION);
  }

  /**
   * Deletes every key of the session and leaves a tombstone for 7 days; false if there is no such session. The look-ups
   * are removed first: a caller whose deletion failed with Redis can retry, and finds the session as long as anything
   * is left. They are removed again afterwards, because a concurrent change may have written them again.
   */
  public CompletionStage<Boolean> delete(UUID id) {
    return find(id)
        .handle(
            (found, failure) -> failure == null ? delete(id, found) : deleteDamaged(id, failure))
        .thenCompose(deleted -> deleted);
  }

  /** Without a readable record its look-ups are unknown: they stay, and lead nowhere. */
  private CompletionStage<Boolean> deleteDamaged(UUID id, Throwable failure) {
    return functions.delete(orThrow(id, failure)).thenApply(Sessions::found);
  }

  private CompletionStage<Boolean> delete(UUID id, Optional<Session> found) {
    if (found.isEmpty()) {
      return CompletableFuture.completedStage(false);
    }
    return lookups
        .remove(found.get())
        .thenCompose(removed -> functions.delete(id))
        .thenApply(Sessions::found)
        .thenCompose(gone -> lookups.remove(found.get()).handle((again, failure) -> gone))
        .thenCompose(gone -> noted(!found.get().channels().isEmpty(), gone));
  }

  /**
   * A counter that grows after channels of a session or their revocations have changed, so that code that follows them
   * need not read all sessions to see that nothing happened. A hint: if Redis goes down at the wrong moment, an
   * increment can be lost.
   */
  public CompletionStage<Long> channelsRevision() {
    return lookups.channelsRevision();
  }

  /** Increments the counter, so that code that follows channels looks again. */
  public CompletionStage<Object> channelsChanged() {
    return lookups.channelsChanged();
  }

  private <T> CompletionStage<T> noted(boolean channelsChanged, T value) {
    return channelsChanged
        ? lookups.channelsChanged().handle((noted, failure) -> value) // done is done: only a hint
        : CompletableFuture.completedStage(value);
  }

  private static boolean changesChannels(Session before, Session after) {
    return !before.channels().equals(after.channels())
        || !before.revocations().equals(after.revocations());
  }

  private CompletionStage<Optional<Session>> update(
      UUID id, UnaryOperator<Session> change, int triesLeft) {
    return findNow(id).thenCompose(found -> {
      if (found.isEmpty()) {
        return CompletableFuture.completedStage(Optional.empty());
      }
      Session before = found.get().session();
      Session after = change.apply(before);
      Map<String, String> changes = SessionRecord.changes(found.get().live(), before, after);
      if (changes.isEmpty()) { // done already, but perhaps without its hints
        return settled(id, before);
      }
      return lookups
          .addNew(before, after)
          .thenCompose(added -> functions.update(id, before.edits(), changes))
          .thenCompose(reply -> {
            if (reply.status() == VoteStatus.STALE && triesLeft > 1) {
              return settled(id, after).thenCompose(now -> update(id, change, triesLeft - 1));
            }
            if (reply.status() != VoteStatus.OK) {
              return settled(id, after).thenApply(now -> {
                var unused = found(reply); // or it throws
                return Optional.empty();
              });
            }
            return lookups
                .removeOld(before, after)
                .thenCompose(removed -> settled(id, after))
                .thenCompose(now -> noted(changesChannels(before, after), now));
          });
    });
  }

  /**
   * Writes the hints of the current record, because another instance may just have removed one, and removes those of
   * {@code earlier} that it lacks. If the record changes or is deleted meanwhile, what was written is out of date: again.
   */
  private CompletionStage<Optional<Session>> settled(UUID id, Session earlier) {
    return find(id).thenCompose(found -> {
      if (found.isEmpty()) {
        return lookups.remove(earlier).thenApply(removed -> found);
      }
      Session now = found.get();
      return lookups
          .removeOld(earlier, now)
          .thenCompose(removed -> lookups.add(now))
          .thenCompose(added -> find(id))
          .thenCompose(still -> still.map(Session::edits).equals(Optional.of(now.edits()))
              ? CompletableFuture.completedStage(still)
              : settled(id, now));
    });
  }

  /** The session of a token, checked against its record in constant time. */
  private CompletionStage<Optional<Session>> byToken(
      String kind, String token, Function<Session, @Nullable String> own) {
    return finder
        .one(SessionIndex.tokenKey(kind, token), session -> {
          String held = own.apply(session);
          return held != null && Tokens.equal(held, token);
        })
        .thenApply(found -> found.map(SessionSnapshot::session));
  }

  private static boolean found(Reply reply) {
    return switch (reply.status()) {
      case OK -> true;
      case NO_SESSION, DELETED -> false;
      default -> throw refused(reply);
    };
  }

  private static <T> T done(Reply reply, T value) {
    if (reply.status() != VoteStatus.OK) {
      throw refused(reply);
    }
    return value;
  }

  private static RuntimeException refused(Reply reply) {
    return reply.status() == VoteStatus.STALE
        ? new StoreUnavailableException("too many concurrent changes to this session")
        : new IllegalStateException("the function library answered " + reply.status() + " "
            + reply.rest().stream().map(Reply::text).toList());
  }
}
