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
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All sessions, kept in Redis. Every stage fails with {@link StoreUnavailableException} when Redis does not answer; an empty
 * answer means that there is no such session.
 */
public final class Sessions {

  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
  private static final int TRIES = 5;
  private static final int PAGE = 1_000;

  /** How long a claimed session may take to be made. */
  private static final Duration CLAIM = Duration.ofMinutes(1);

  private final SessionFunctions functions;
  private final SessionIndex lookups;
  private final Owners owners;

  /** Speaks to Redis through {@code calls}. */
  public Sessions(RedisCommands calls) {
    this.functions = new SessionFunctions(calls);
    this.lookups = new SessionIndex(calls);
    this.owners = new Owners(calls);
  }

  /** Makes a session that is nobody's but the admin's, with new ids and secrets. */
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

  /** The session of this id. */
  public CompletionStage<Optional<Session>> find(UUID id) {
    return findNow(id).thenApply(found -> found.map(SessionSnapshot::session));
  }

  /** The session of this id, with its live state. */
  public CompletionStage<Optional<SessionSnapshot>> findNow(UUID id) {
    return functions.get(id).thenApply(Sessions::snapshot);
  }

  private static Optional<SessionSnapshot> snapshot(Reply reply) {
    return reply.status() == VoteStatus.OK
        ? Optional.of(new SessionSnapshot(SessionRecord.parse(reply), reply))
        : Optional.empty();
  }

  /** The session that an overlay id shows, with its live state. */
  public CompletionStage<Optional<SessionSnapshot>> byOverlay(UUID overlayId) {
    return follow(
        SessionIndex.overlayKey(overlayId), session -> session.overlayId().equals(overlayId));
  }

  /** The session that a bot's header token votes in. */
  public CompletionStage<Optional<Session>> byVoteToken(String token) {
    return byToken("vote", token, Session::voteToken);
  }

  /** The session that a bot's URL token votes in. */
  public CompletionStage<Optional<Session>> byLinkToken(String token) {
    return byToken("link", token, Session::linkToken);
  }

  /** The session that a person's token opens. */
  public CompletionStage<Optional<Session>> byOwnerToken(String token) {
    return byToken("owner", token, Session::ownerToken);
  }

  /** The session that a co-host's link controls. */
  public CompletionStage<Optional<Session>> byControlToken(String token) {
    return byToken("control", token, Session::controlToken);
  }

  /** The session that a Stream Deck's URLs control. */
  public CompletionStage<Optional<Session>> byDeckToken(String token) {
    return byToken("deck", token, Session::deckToken);
  }

  /** Every session that a channel's chat votes in. */
  public CompletionStage<List<Session>> byChannel(Channel channel) {
    return lookups
        .byChannel(channel)
        .thenCompose(ids ->
            all(ids.stream().map(id -> find(id, () -> lookups.forget(channel, id)))))
        .thenApply(found -> found.stream()
            .filter(session -> session.channels().contains(channel))
            .toList());
  }

  /** An owner's own sessions, oldest first. What was claimed a minute ago and is not there is given back. */
  public CompletionStage<List<Session>> ofOwner(String account) {
    return owners
        .bars(account)
        .thenCombine(
            lookups.time(),
            (bars, now) -> all(bars.entrySet().stream()
                .map(bar -> find(bar.getKey())
                    .thenCompose(
                        found -> found.isPresent() || bar.getValue().isAfter(now.minus(CLAIM))
                            ? CompletableFuture.completedStage(found)
                            : owners.release(account, bar.getKey()).thenApply(released -> found)))))
        .thenCompose(all -> all)
        .thenApply(
            all -> all.stream().filter(session -> session.isOwnedBy(account)).toList());
  }

  /** The logins at Twitch that channels of sessions are named by: whose chat this server has to read. A hint. */
  public CompletionStage<Set<String>> twitchLogins() {
    return lookups.logins();
  }

  /**
   * One page of all sessions, oldest first.
   *
   * @param limit the most sessions of a page
   * @param after the cursor of the page before, or null
   */
  public CompletionStage<SessionPage> list(int limit, @Nullable String after) {
    return lookups.list(limit + 1, after == null ? "" : after).thenCompose(entries -> {
      List<String> page = entries.subList(0, Math.min(limit, entries.size()));
      String next = entries.size() > limit ? page.get(limit - 1) : null;
      var damaged = new ConcurrentLinkedQueue<UUID>();
      return all(page.stream()
              .map(entry -> find(SessionIndex.sessionOf(entry), () -> lookups.unlist(entry))
                  .exceptionally(failure -> {
                    damaged.add(orThrow(SessionIndex.sessionOf(entry), failure));
                    return Optional.empty();
                  })))
          .thenApply(found -> new SessionPage(found, List.copyOf(damaged), next));
    });
  }

  /** Returns the id of a session whose record cannot be read; rethrows a failure that says nothing of the record. */
  private static UUID orThrow(UUID id, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof StoreUnavailableException unavailable) {
      throw unavailable;
    }
    LOG.warn("The record of session {} is damaged", id, cause);
    return id;
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

  /** Changes what a person may choose; tried again if somebody else changed the session meanwhile. */
  public CompletionStage<Optional<Session>> update(UUID id, UnaryOperator<Session> change) {
    return update(id, change, TRIES);
  }

  /** Makes a new secret; the old one stops working at once (a webhook secret: after 24 h). */
  public CompletionStage<Optional<Session>> rotate(UUID id, SecretKind secret) {
    return update(id, session -> session.rotated(secret));
  }

  /** Takes a secret away that a session need not have; it stops working at once. */
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
   * Restores what the last reset took, as it would be now, and adds the votes since.
   *
   * @return {@code OK}; {@code GONE} if nothing can be restored: there was no reset in the last 10 s, or a round was opened
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
   * Deletes every key of the session and leaves a tombstone for 7 days; false if there is no such session. The look-ups go
   * first: whoever is told that Redis is away deletes once more, and finds the session for as long as anything is left. They
   * go once more afterwards, since a change beside it may have written them again.
   */
  public CompletionStage<Boolean> delete(UUID id) {
    return find(id)
        .handle(
            (found, failure) -> failure == null ? delete(id, found) : deleteDamaged(id, failure))
        .thenCompose(deleted -> deleted);
  }

  /** What the record named cannot be known: those look-ups stay, and lead nowhere. */
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
   * Grows after the channels of a session, or what is known of their revocation, have changed, or somebody said so: whoever
   * keeps something in step with them need not read all sessions to see that nothing happened. A hint: a Redis that went away
   * at the wrong moment can lose one.
   */
  public CompletionStage<Long> channelsRevision() {
    return lookups.channelsRevision();
  }

  /** Says that whoever keeps something in step with the channels should look again. */
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
    return find(id).thenCompose(found -> {
      if (found.isEmpty()) {
        return CompletableFuture.completedStage(found);
      }
      Session before = found.get();
      Session after = change.apply(before);
      Map<String, String> changes = SessionRecord.changes(before, after);
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
   * Writes the hints of the record as it is now, since another instance may just have removed one, and removes what was
   * attempted and did not become so. If the session is deleted meanwhile, so are its hints.
   */
  private CompletionStage<Optional<Session>> settled(UUID id, Session attempted) {
    return find(id).thenCompose(found -> {
      if (found.isEmpty()) {
        return lookups.remove(attempted).thenApply(removed -> found);
      }
      Session now = found.get();
      return lookups
          .removeOld(attempted, now)
          .thenCompose(removed -> lookups.add(now))
          .thenCompose(added -> find(id))
          .thenCompose(still -> still.isPresent()
              ? CompletableFuture.completedStage(found)
              : lookups.remove(now).thenApply(removed -> still));
    });
  }

  /** The session of a token, checked against its record in constant time. */
  private CompletionStage<Optional<Session>> byToken(
      String kind, String token, Function<Session, @Nullable String> own) {
    return follow(SessionIndex.tokenKey(kind, token), session -> {
          String held = own.apply(session);
          return held != null && Tokens.equal(held, token);
        })
        .thenApply(found -> found.map(SessionSnapshot::session));
  }

  /** The session that a look-up leads to, if it has the secret; if it has another one, or is deleted, the look-up goes. */
  private CompletionStage<Optional<SessionSnapshot>> follow(String key, Predicate<Session> has) {
    return lookups.session(key).thenCompose(id -> {
      if (id.isEmpty()) {
        return none();
      }
      return functions.get(id.get()).thenCompose(reply -> {
        Optional<SessionSnapshot> found = snapshot(reply).filter(now -> has.test(now.session()));
        return found.isPresent() || reply.status() == VoteStatus.NO_SESSION
            ? CompletableFuture.completedStage(found)
            : lookups.forget(key).handle((forgotten, failure) -> found); // else by the next one
      });
    });
  }

  /** The session of this id; {@code forget} removes the hint that led to one that is deleted. */
  private CompletionStage<Optional<Session>> find(
      UUID id, Supplier<CompletionStage<Object>> forget) {
    return functions.get(id).thenCompose(reply -> {
      Optional<Session> found = snapshot(reply).map(SessionSnapshot::session);
      return reply.status() == VoteStatus.DELETED
          ? forget.get().handle((forgotten, failure) -> found) // else by the next one
          : CompletableFuture.completedStage(found);
    });
  }

  private static CompletionStage<List<Session>> all(
      Stream<CompletionStage<Optional<Session>>> stages) {
    var all = stages.map(CompletionStage::toCompletableFuture).toList();
    return CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> all.stream().flatMap(each -> each.join().stream()).toList());
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
        ? new StoreUnavailableException("the session is being changed by too many at once")
        : new IllegalStateException("the function library answered " + reply.status() + " "
            + reply.rest().stream().map(Reply::text).toList());
  }

  private static <T> CompletionStage<Optional<T>> none() {
    return CompletableFuture.completedStage(Optional.empty());
  }
}
