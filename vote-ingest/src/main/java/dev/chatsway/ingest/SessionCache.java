package dev.chatsway.ingest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.session.Session;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * The sessions that votes belong to, at most a second old, so that a line of chat that is no vote costs Redis nothing.
 * That there is no session is remembered as long.
 */
final class SessionCache {

  private final Sessions sessions;
  private final Executor executor;

  // of futures and not an AsyncCache, which logs each failure with its stack and counts an entry's
  // age from its end
  private final Cache<VoteCredential, CompletableFuture<List<CachedSession>>> cache;

  /** Redis answers on a thread that all calls share: what follows a look-up goes on in {@code executor} instead. */
  SessionCache(Sessions sessions, IngestSettings settings, Executor executor, Ticker ticker) {
    this.sessions = sessions;
    this.executor = executor;
    this.cache = Caffeine.newBuilder()
        .expireAfterWrite(settings.cacheTtl())
        .maximumSize(settings.cacheEntries())
        .executor(executor)
        .ticker(ticker)
        .build();
  }

  /** The sessions a vote belongs to: one or none for a token or a name, any number for a channel. */
  CompletionStage<List<CachedSession>> find(VoteCredential proof) {
    var loading = cache.get(proof, this::load);
    if (isDone(loading)) {
      return loading;
    }
    return loading.whenComplete((found, failure) -> {
      if (failure != null) {
        cache.asMap().remove(proof, loading);
      }
    });
  }

  /** The same session as it is now, if the proof still holds; concurrent callers share one look-up. */
  CompletionStage<Optional<CachedSession>> reload(VoteCredential proof, CachedSession old) {
    var cached = cache.getIfPresent(proof);
    if (cached != null && isDone(cached) && cached.join().contains(old)) {
      cache.asMap().remove(proof, cached);
    }
    return find(proof)
        .thenApply(found -> found.stream()
            .filter(judged -> judged.session().id().equals(old.session().id()))
            .findFirst());
  }

  private static boolean isDone(CompletableFuture<?> future) {
    return future.isDone() && !future.isCompletedExceptionally();
  }

  private CompletableFuture<List<CachedSession>> load(VoteCredential proof) {
    return lookUp(proof)
        .thenApplyAsync(found -> found.stream().map(CachedSession::by).toList(), executor)
        .toCompletableFuture();
  }

  private CompletionStage<List<Session>> lookUp(VoteCredential proof) {
    if (proof instanceof VoteCredential.InChannel in) {
      return sessions.byChannel(in.channel());
    }
    CompletionStage<Optional<Session>> one;
    if (proof instanceof VoteCredential.VoteToken vote) {
      one = sessions.byVoteToken(vote.token());
    } else if (proof instanceof VoteCredential.LinkToken link) {
      one = sessions.byLinkToken(link.token());
    } else {
      one = sessions.find(((VoteCredential.Named) proof).session());
    }
    return one.thenApply(found -> found.stream().toList());
  }
}
