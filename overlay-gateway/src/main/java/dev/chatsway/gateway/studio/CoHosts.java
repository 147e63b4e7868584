package dev.chatsway.gateway.studio;

import dev.chatsway.redis.session.Sessions;
import dev.chatsway.redis.signin.Owner;
import dev.chatsway.redis.signin.Owners;
import dev.chatsway.session.Session;
import dev.chatsway.session.json.FieldError;
import dev.chatsway.session.json.InvalidFieldsException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Accounts that may run sessions of others (docs/adr/0021-sign-in-with-twitch.md). All of it is in the sessions' records, which
 * are read at each request: a co-host that is removed has no access from then on.
 */
public final class CoHosts {

  /** Maximum co-hosts and invitations of a session. */
  private static final int MOST = 20;

  /**
   * How long an invitation lasts. Twitch keeps a login that was given up for six months; this and {@link #KNOWN} together are well
   * below, so an invitation cannot be taken up with a login that was another's when it was made.
   */
  private static final Duration INVITATION = Duration.ofDays(14);

  /** For how long the login of somebody who signed in is believed to be theirs. */
  private static final Duration KNOWN = Duration.ofDays(30);

  private final Sessions sessions;
  private final Owners owners;

  CoHosts(Sessions sessions, Owners owners) {
    this.sessions = sessions;
    this.owners = owners;
  }

  /**
   * Invites a Twitch login to a session, or invites it again. Fails with {@link InvalidFieldsException} if there are too many, or
   * if it is the owner's.
   */
  public CompletionStage<Optional<Session>> invite(UUID id, String login) {
    return sessions
        .find(id)
        .thenCompose(found -> found.map(this::ownerLogin).orElseGet(() -> stage("")))
        .thenCombine(owners.now(), (owner, now) -> {
          if (owner.equals(login)) {
            throw refused(login, "an account other than the owner's");
          }
          return sessions.update(id, session -> {
            var after = session.inviting(login, now.plus(INVITATION));
            if (after.coHosts().size() > MOST) {
              throw refused(login, "at most " + MOST + " co-hosts; remove one first");
            }
            return after;
          });
        })
        .thenCompose(updated -> updated);
  }

  /** Removes a co-host, or withdraws an invitation. */
  public CompletionStage<Optional<Session>> remove(UUID id, String login) {
    return sessions.update(id, session -> session.withoutLogin(login));
  }

  /** The login of a session's owner; empty if it has none. */
  public CompletionStage<String> ownerLogin(Session session) {
    var owner = session.owner();
    return owner == null
        ? stage("")
        : owners
            .find(owner.account())
            .thenApply(found -> found.map(Owner::login).orElse(""));
  }

  /** What others share with an account that is signed in. Invitations of its login are taken up. */
  public CompletionStage<List<Session>> sharedWith(String account) {
    return owners
        .find(account)
        .thenCombine(
            owners.now(),
            (found, now) -> found
                .filter(owner -> now.isBefore(owner.lastSignIn().plus(KNOWN)))
                .map(owner -> takeUp(account, owner.login()))
                .orElseGet(() -> sessions.coHostedBy(account)))
        .thenCompose(taken -> taken)
        .thenApply(shared -> shared.stream()
            .filter(session -> session.isSharedWith(account) && !session.isOwnedBy(account))
            .toList());
  }

  /** Makes an account a co-host of all sessions that its login is invited to; returns all that it is a co-host of. */
  CompletionStage<List<Session>> takeUp(String account, String login) {
    return sessions
        .inviting(login)
        .thenCombine(
            owners.now(),
            (inviting, now) -> update(
                inviting.stream()
                    .filter(session -> !session.isOwnedBy(account))
                    .filter(session -> !session.accepted(account, login, now).equals(session))
                    .toList(),
                session -> session.accepted(account, login, now)))
        .thenCompose(updated -> updated)
        .thenCompose(taken -> sessions.coHostedBy(account));
  }

  /** Has the sessions that an account shares name it by its present login. */
  CompletionStage<?> rename(List<Session> shared, String account, String login) {
    return update(
        shared.stream()
            .filter(session -> !session.renamed(account, login).equals(session))
            .toList(),
        session -> session.renamed(account, login));
  }

  /** A co-host gives up its access. */
  public CompletionStage<Optional<Session>> leave(UUID id, String account) {
    return sessions.update(id, session -> session.withoutCoHost(account));
  }

  /** Removes an account, and invitations of its login, from all sessions. */
  CompletionStage<?> removeEverywhere(String account, String login) {
    return sessions
        .coHostedBy(account)
        .thenCombine(
            sessions.inviting(login),
            (shared, inviting) -> update(
                Stream.concat(shared.stream(), inviting.stream()).toList(),
                session -> session.withoutCoHost(account).withoutInvitation(login)))
        .thenCompose(updated -> updated);
  }

  private CompletionStage<?> update(List<Session> all, UnaryOperator<Session> change) {
    return CompletableFuture.allOf(all.stream()
        .map(Session::id)
        .distinct()
        .map(id -> sessions.update(id, change).toCompletableFuture())
        .toArray(CompletableFuture<?>[]::new));
  }

  private static InvalidFieldsException refused(String login, String allowed) {
    return new InvalidFieldsException(List.of(new FieldError("login", login, allowed)));
  }

  private static <T> CompletionStage<T> stage(T value) {
    return CompletableFuture.completedStage(value);
  }
}
