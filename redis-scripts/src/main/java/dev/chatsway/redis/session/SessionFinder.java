package dev.chatsway.redis.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.chatsway.redis.Reply;
import dev.chatsway.redis.SessionFunctions;
import dev.chatsway.session.Session;
import dev.chatsway.session.VoteStatus;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Finds sessions by a key of the {@link SessionIndex}. Whatever leads to a session, its record decides whether it is one of
 * those sought. The sessions that a key led to last time are therefore read at once, without waiting for the index.
 */
final class SessionFinder {

  private static final int MOST_REMEMBERED = 20_000;

  private final SessionFunctions functions;
  private final SessionIndex index;

  /** Where keys of the index led last time. */
  private final Cache<String, List<UUID>> lastFound =
      Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).build();

  SessionFinder(SessionFunctions functions, SessionIndex index) {
    this.functions = functions;
    this.index = index;
  }

  /** The session with this id and its live state. */
  CompletionStage<Optional<SessionSnapshot>> find(UUID id) {
    return functions.get(id).thenApply(SessionFinder::snapshot);
  }

  /** The session with this id; if it is deleted, {@code forget} removes the hint that led to it. */
  CompletionStage<Optional<Session>> find(UUID id, Supplier<CompletionStage<Object>> forget) {
    return functions.get(id).thenCompose(reply -> {
      Optional<Session> found = snapshot(reply).map(SessionSnapshot::session);
      return reply.status() == VoteStatus.DELETED
          ? forget.get().handle((forgotten, failure) -> found) // else by the next one
          : CompletableFuture.completedStage(found);
    });
  }

  /** The session that a key leads to, if {@code isSought}. A key that leads to no such session is removed. */
  CompletionStage<Optional<SessionSnapshot>> one(String key, Predicate<Session> isSought) {
    List<UUID> last = lastFound.getIfPresent(key);
    return last == null
        ? follow(key, isSought)
        : find(last.get(0)).thenCompose(found -> {
          if (found.isPresent() && isSought.test(found.get().session())) {
            return CompletableFuture.completedStage(found);
          }
          lastFound.invalidate(key);
          return follow(key, isSought);
        });
  }

  private CompletionStage<Optional<SessionSnapshot>> follow(
      String key, Predicate<Session> isSought) {
    return index.session(key).thenCompose(id -> {
      if (id.isEmpty()) {
        return CompletableFuture.completedStage(Optional.empty());
      }
      return functions.get(id.get()).thenCompose(reply -> {
        var found = snapshot(reply).filter(now -> isSought.test(now.session()));
        if (found.isPresent()) {
          lastFound.put(key, List.of(id.get()));
        }
        return found.isPresent() || reply.status() == VoteStatus.NO_SESSION
            ? CompletableFuture.completedStage(found)
            : index.forget(key).handle((forgotten, failure) -> found); // else by the next one
      });
    });
  }

  /** The sessions of a key that holds a set of them, oldest first: those that are sought. */
  CompletionStage<List<Session>> all(String key, Predicate<Session> isSought) {
    Function<UUID, CompletionStage<Optional<Session>>> read =
        id -> find(id, () -> index.forget(key, id));
    Map<UUID, CompletionStage<Optional<Session>>> begun = new HashMap<>();
    List<UUID> last = lastFound.getIfPresent(key);
    if (last != null) {
      last.forEach(id -> begun.put(id, read.apply(id)));
    }
    return index
        .sessions(key)
        .thenCompose(ids -> {
          if (ids.isEmpty()) {
            lastFound.invalidate(key);
          } else {
            lastFound.put(key, ids);
          }
          return present(
              ids.stream().map(id -> begun.containsKey(id) ? begun.get(id) : read.apply(id)));
        })
        .thenApply(found -> found.stream()
            .filter(isSought)
            .sorted(Comparator.comparing(Session::createdAt))
            .toList());
  }

  private static Optional<SessionSnapshot> snapshot(Reply reply) {
    return reply.status() == VoteStatus.OK
        ? Optional.of(new SessionSnapshot(SessionRecord.parse(reply), reply))
        : Optional.empty();
  }

  /** Those sessions that are there, in the order of the stages. */
  static CompletionStage<List<Session>> present(Stream<CompletionStage<Optional<Session>>> stages) {
    var all = stages.map(CompletionStage::toCompletableFuture).toList();
    return CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> all.stream().flatMap(each -> each.join().stream()).toList());
  }
}
