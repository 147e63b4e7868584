package dev.chatsway.gateway.studio;

import dev.chatsway.redis.session.Sessions;
import dev.chatsway.redis.signin.Owner;
import dev.chatsway.redis.signin.Owners;
import dev.chatsway.redis.signin.Principal;
import dev.chatsway.redis.signin.SignIns;
import dev.chatsway.session.Session;
import dev.chatsway.session.SessionRequest;
import dev.chatsway.session.VoteStatus;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Accounts that have signed in, and what is theirs. */
public final class Accounts {

  /**
   * What became of a creation.
   *
   * @param status {@code OK}, or why there is no session: {@code LIMITED}; {@code GONE} or {@code PAUSED} if the owner is
   * @param session which was made
   */
  public record Creation(VoteStatus status, @Nullable Session session) {}

  private final SignInSettings settings;
  private final Sessions sessions;
  private final Owners owners;
  private final SignIns signIns;

  /** There are no owners while {@code settings} are off. */
  public Accounts(SignInSettings settings, Sessions sessions, Owners owners, SignIns signIns) {
    this.settings = settings;
    this.sessions = sessions;
    this.owners = owners;
    this.signIns = signIns;
  }

  /** The owner of an account; none while one cannot sign in with an account. */
  CompletionStage<Optional<Owner>> find(String account) {
    return settings.isOn()
        ? owners.find(account)
        : CompletableFuture.completedStage(Optional.empty());
  }

  /** Remembers that an account has signed in; empty if it may not become an owner. */
  CompletionStage<Optional<Owner>> signedIn(TwitchIdentity.Account twitch) {
    String account = "twitch:" + twitch.number();
    return owners.find(account).thenCompose(found -> {
      if (found.map(Owner::suspended).orElse(false)) {
        return CompletableFuture.completedStage(found);
      }
      return found.isPresent() || settings.allows(twitch)
          ? owners.signedIn(account, twitch.login()).thenApply(Optional::of)
          : CompletableFuture.completedStage(found);
    });
  }

  /** Ends all sign-ins of an account. */
  CompletionStage<?> endSignIns(String account) {
    return owners.endSignIns(account).thenCompose(ended -> signIns.endAll(Principal.of(account)));
  }

  /** The most sessions of an owner. */
  public int maxBars() {
    return settings.maxBars();
  }

  /** Makes a session of an owner, unless there are enough. */
  public CompletionStage<Creation> create(String account, SessionRequest request) {
    UUID id = UUID.randomUUID();
    return claim(account, id)
        .thenCompose(status -> status == VoteStatus.OK
            ? sessions.create(id, account, request).thenCompose(this::stillOwned)
            : CompletableFuture.completedStage(new Creation(status, null)));
  }

  /** Claims a session, if need be once more after those that were claimed and never made are given back. */
  private CompletionStage<VoteStatus> claim(String account, UUID id) {
    return owners
        .claim(account, id, settings.maxBars())
        .thenCompose(status -> status == VoteStatus.LIMITED
            ? sessions
                .ofOwner(account)
                .thenCompose(all -> owners.claim(account, id, settings.maxBars()))
            : CompletableFuture.completedStage(status));
  }

  /** The owner may have been deleted or suspended while the session was made. */
  private CompletionStage<Creation> stillOwned(Session made) {
    String account = owner(made);
    return owners.find(account).thenCompose(found -> {
      if (found.isEmpty()) {
        return sessions.delete(made.id()).thenApply(gone -> new Creation(VoteStatus.GONE, null));
      }
      return found.get().suspended()
          ? suspend(made.id(), true).thenApply(done -> new Creation(VoteStatus.PAUSED, null))
          : CompletableFuture.completedStage(new Creation(VoteStatus.OK, made));
    });
  }

  /**
   * Deletes everything of an account: its sessions with their sign-ins, its own sign-ins, and what is known of it. Whatever was
   * made meanwhile goes in the second round; a call that failed can be repeated.
   */
  public CompletionStage<?> delete(String account) {
    return deleteSessions(account)
        .thenCompose(deleted -> owners.delete(account))
        .thenCompose(deleted -> signIns.endAll(Principal.of(account)))
        .thenCompose(ended -> deleteSessions(account));
  }

  private CompletionStage<?> deleteSessions(String account) {
    return owners
        .bars(account)
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
