package dev.chatsway.gateway.studio;

import dev.chatsway.redis.session.Sessions;
import dev.chatsway.redis.signin.Owner;
import dev.chatsway.redis.signin.Owners;
import dev.chatsway.redis.signin.Principal;
import dev.chatsway.redis.signin.SignIns;
import dev.chatsway.session.RelayPolicy;
import dev.chatsway.session.Session;
import dev.chatsway.session.SessionRequest;
import dev.chatsway.session.VoteStatus;
import dev.chatsway.session.json.FieldError;
import dev.chatsway.session.json.InvalidFieldsException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Accounts that have signed in, and what is theirs. */
public final class Accounts {

  /**
   * What became of a creation.
   *
   * @param status {@code OK}, or why there is no session: {@code LIMITED}; {@code GONE} or {@code PAUSED} if the owner is
   * @param most how many sessions the owner may have
   * @param session which was made
   */
  public record Creation(
      VoteStatus status, int most, @Nullable Session session) {}

  private final SignInSettings settings;
  private final Sessions sessions;
  private final Owners owners;
  private final SignIns signIns;
  private final CoHosts coHosts;

  /** There are no owners while {@code settings} are off. */
  public Accounts(SignInSettings settings, Sessions sessions, Owners owners, SignIns signIns) {
    this.settings = settings;
    this.sessions = sessions;
    this.owners = owners;
    this.signIns = signIns;
    this.coHosts = new CoHosts(sessions, owners);
  }

  /** Whether one can sign in with an account. */
  public boolean isOn() {
    return settings.isOn();
  }

  /** The accounts that run sessions of others. */
  public CoHosts coHosts() {
    return coHosts;
  }

  /** The owner of an account; none while one cannot sign in with an account. */
  CompletionStage<Optional<Owner>> find(String account) {
    return settings.isOn()
        ? owners.find(account)
        : CompletableFuture.completedStage(Optional.empty());
  }

  /**
   * Remembers that an account has signed in; empty if it may not. One that may not become an owner, but that somebody has invited,
   * is a co-host only.
   */
  CompletionStage<Optional<Owner>> signedIn(TwitchIdentity.Account twitch) {
    String account = "twitch:" + twitch.number();
    return owners.find(account).thenCompose(found -> {
      if (found.map(Owner::suspended).orElse(false)) {
        return CompletableFuture.completedStage(found);
      }
      boolean isOwner = found.map(owner -> !owner.coHostOnly()).orElse(false);
      boolean mayOwn = isOwner || settings.allows(twitch);
      return coHosts
          .takeUp(account, twitch.login())
          .thenCompose(shared -> mayOwn || !shared.isEmpty()
              ? coHosts
                  .rename(shared, account, twitch.login())
                  .thenCompose(done -> owners.signedIn(account, twitch.login(), !mayOwn))
                  .thenApply(Optional::of)
              : CompletableFuture.completedStage(Optional.empty()));
    });
  }

  /** Ends all sign-ins of an account. */
  CompletionStage<?> endSignIns(String account) {
    return owners.endSignIns(account).thenCompose(ended -> signIns.endAll(Principal.of(account)));
  }

  /** The most sessions of an owner. */
  int maxBars(Owner owner) {
    return owner.coHostOnly() ? 0 : settings.maxBars();
  }

  /** Makes a session of an owner, unless there are enough. */
  public CompletionStage<Creation> create(String account, SessionRequest request) {
    UUID id = UUID.randomUUID();
    return owners.find(account).thenCompose(found -> {
      int most = found.map(this::maxBars).orElse(0);
      return channels(account, id)
          .thenAccept(others -> checkChannels(others, 0, request))
          .thenCompose(checked -> claim(account, id, most))
          .thenCompose(status -> status == VoteStatus.OK
              ? sessions.create(id, account, request).thenCompose(this::stillOwned)
              : CompletableFuture.completedStage(new Creation(status, most, null)));
    });
  }

  /**
   * Changes what users choose of a session, within its owner's budget of channels. That is checked before the change: two at the
   * same moment can together exceed it, up to what one session may have.
   *
   * @param relays which programs that relay chat it may name
   */
  public CompletionStage<Optional<Session>> update(UUID id, JsonNode patch, RelayPolicy relays) {
    UnaryOperator<Session> change =
        session -> session.with(SessionRequest.patched(session, patch, relays));
    if (!patch.has("channels")) {
      return sessions.update(id, change);
    }
    return sessions
        .find(id)
        .thenCompose(found -> found.map(Session::owner).isEmpty()
            ? CompletableFuture.completedStage(Optional.<Integer>empty())
            : channels(owner(found.get()), id).thenApply(Optional::of))
        .thenCompose(others -> sessions.update(id, session -> {
          var request = SessionRequest.patched(session, patch, relays);
          others.ifPresent(count -> checkChannels(count, session.channels().size(), request));
          return session.with(request);
        }));
  }

  /** How many channels the other sessions of an owner have. */
  private CompletionStage<Integer> channels(String account, UUID but) {
    return sessions
        .ofOwner(account)
        .thenApply(all -> all.stream()
            .filter(session -> !session.id().equals(but))
            .mapToInt(session -> session.channels().size())
            .sum());
  }

  private void checkChannels(int others, int before, SessionRequest request) {
    int wanted = request.channels().size();
    if (wanted > before && others + wanted > settings.maxChannels()) {
      throw new InvalidFieldsException(List.of(new FieldError(
          "channels",
          wanted + (wanted == 1 ? " channel" : " channels"),
          "at most " + settings.maxChannels()
              + " channels in all bars of an owner; the others have " + others)));
    }
  }

  /** Claims a session, if need be once more after those that were claimed and never made are given back. */
  private CompletionStage<VoteStatus> claim(String account, UUID id, int most) {
    return owners
        .claim(account, id, most)
        .thenCompose(status -> status == VoteStatus.LIMITED
            ? sessions.ofOwner(account).thenCompose(all -> owners.claim(account, id, most))
            : CompletableFuture.completedStage(status));
  }

  /** The owner may have been deleted or suspended while the session was made. */
  private CompletionStage<Creation> stillOwned(Session made) {
    String account = owner(made);
    return owners.find(account).thenCompose(found -> {
      if (found.isEmpty()) {
        return sessions.delete(made.id()).thenApply(gone -> new Creation(VoteStatus.GONE, 0, null));
      }
      return found.get().suspended()
          ? suspend(made.id(), true).thenApply(done -> new Creation(VoteStatus.PAUSED, 0, null))
          : CompletableFuture.completedStage(new Creation(VoteStatus.OK, 0, made));
    });
  }

  /**
   * Deletes everything of an account: its sessions with their sign-ins, its place in those of others, its own sign-ins, and what
   * is known of it. Whatever was made meanwhile goes in the second round; a call that failed can be repeated.
   */
  public CompletionStage<?> delete(String account) {
    return owners
        .find(account)
        .thenApply(found -> found.map(Owner::login).orElse(""))
        .thenCompose(login -> deleteSessions(account, login)
            .thenCompose(deleted -> owners.delete(account))
            .thenCompose(deleted -> signIns.endAll(Principal.of(account)))
            .thenCompose(ended -> deleteSessions(account, login)));
  }

  private CompletionStage<?> deleteSessions(String account, String login) {
    return coHosts
        .removeEverywhere(account, login)
        .thenCompose(removed -> owners.bars(account))
        .thenCompose(bars -> each(
            bars.keySet(),
            id -> sessions
                .delete(id)
                .thenCompose(deleted -> signIns.endAll(Principal.of(id)))
                .thenCompose(ended -> owners.release(account, id))));
  }

  /** Suspends an owner with all sessions, or ends that; empty if there is none. */
  public CompletionStage<Optional<Owner>> suspend(String account, boolean suspended) {
    return owners
        .suspend(account, suspended)
        .thenCompose(found -> found.isEmpty()
            ? CompletableFuture.completedStage(found)
            : owners
                .bars(account)
                .thenCompose(bars -> each(bars.keySet(), id -> suspend(id, suspended)))
                .thenApply(done -> found));
  }

  private CompletionStage<?> suspend(UUID session, boolean suspended) {
    return sessions.update(
        session,
        now -> now.owner() == null
            ? now
            : now.with(new Session.Owner(now.owner().account(), suspended)));
  }

  private static String owner(Session session) {
    if (session.owner() == null) {
      throw new IllegalArgumentException(session + " has no owner");
    }
    return session.owner().account();
  }

  private static CompletionStage<?> each(
      Collection<UUID> ids, Function<UUID, CompletionStage<?>> work) {
    return CompletableFuture.allOf(ids.stream()
        .map(id -> work.apply(id).toCompletableFuture())
        .toArray(CompletableFuture<?>[]::new));
  }
}
