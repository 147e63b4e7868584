package dev.chatsway.ingest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.session.Session;
import dev.chatsway.session.text.TriggerMatcher;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Caches the sessions that votes belong to for up to a second, so that a line of chat that is not a vote costs Redis
 * nothing. Credentials without a session are cached as well.
 */
final class SessionCache {

  /** A session with its triggers compiled, as it was when it was read. */
  record CachedSession(Session session, TriggerMatcher triggers) {
    private CachedSession(Session session) {
      this(session, TriggerMatcher.of(session.currentSettings()));
    }
  }

  private static final Duration KNOWN_FOR = Duration.ofHours(1);

  private final Sessions sessions;
  private final Executor executor;

  // of futures and not an AsyncCache, which logs each failure with its stack and counts an entry's
  // age from its end
  private final Cache<Object, CompletableFuture<List<CachedSession>>> cache;

  /** Credentials that were valid recently: they are looked up even while their address guesses. */
  private final Cache<Object, Boolean> known;

  /** Continues after a look-up in {@code executor}, because Redis answers on a thread that all calls share. */
  SessionCache(Sessions sessions, IngestSettings settings, Executor executor, Ticker ticker) {
    this.sessions = sessions;
    this.executor = executor;
    this.cache = Caffeine.newBuilder()
        .expireAfterWrite(settings.cacheTtl())
        .maximumSize(settings.cacheEntries())
        .executor(executor)
        .ticker(ticker)
        .build();
    this.known = Caffeine.newBuilder()
        .expireAfterAccess(KNOWN_FOR)
        .maximumSize(settings.cacheEntries())
        .executor(executor)
        .ticker(ticker)
        .build();
  }

  /** Whether the credential had a session within the last hour. */
  boolean isKnown(VoteCredential credential) {
    return known.getIfPresent(credential.key()) != null;
  }

  /** Finds the sessions a vote belongs to: one or none for a token or a signature, any number for a channel. */
  CompletionStage<List<CachedSession>> find(VoteCredential credential) {
    var loading = cache.get(credential.key(), key -> load(credential));
    if (!isDone(loading)) {
      loading = loading.whenComplete(forgetting(credential.key(), loading));
    }
    return loading.thenApply(found -> opened(credential, found));
  }

  /** A failure is not cached. */
  private BiConsumer<Object, @Nullable Throwable> forgetting(
      Object key, CompletableFuture<List<CachedSession>> loading) {
    return (found, failure) -> {
      if (failure != null) {
        cache.asMap().remove(key, loading);
      }
    };
  }

  /** Reads a session again, if the credential is still valid for it; concurrent callers share one look-up. */
  CompletionStage<Optional<CachedSession>> reload(VoteCredential credential, CachedSession old) {
    var cached = cache.getIfPresent(credential.key());
    if (cached != null && isDone(cached) && cached.join().contains(old)) {
      cache.asMap().remove(credential.key(), cached);
    }
    return find(credential)
        .thenApply(found -> found.stream()
            .filter(each -> each.session().id().equals(old.session().id()))
            .findFirst());
  }

  private List<CachedSession> opened(VoteCredential credential, List<CachedSession> found) {
    var opened = found.stream().filter(each -> credential.opens(each.session())).toList();
    if (!opened.isEmpty()) {
      known.put(credential.key(), true);
    }
    return opened;
  }

  private static boolean isDone(CompletableFuture<?> future) {
    return future.isDone() && !future.isCompletedExceptionally();
  }

  private CompletableFuture<List<CachedSession>> load(VoteCredential credential) {
    return lookUp(credential)
        .thenApplyAsync(found -> found.stream().map(CachedSession::new).toList(), executor)
        .toCompletableFuture();
  }

  private CompletionStage<List<Session>> lookUp(VoteCredential credential) {
    if (credential instanceof VoteCredential.InChannel in) {
      return sessions.byChannel(in.channel());
    }
    CompletionStage<Optional<Session>> one;
    if (credential instanceof VoteCredential.VoteToken vote) {
      one = sessions.byVoteToken(vote.token());
    } else if (credential instanceof VoteCredential.LinkToken link) {
      one = sessions.byLinkToken(link.token());
    } else {
      one = sessions.find(((VoteCredential.Signed) credential).session());
    }
    return one.thenApply(found -> found.stream().toList());
  }
}
