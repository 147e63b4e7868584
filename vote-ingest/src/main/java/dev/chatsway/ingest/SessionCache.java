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
 * nothing. Credentials without a session are cached as well. What was read within the last minute is kept for votes,
 * because Redis proves with each vote whether it is still right.
 */
final class SessionCache {

  /** A session with its triggers compiled, as it was when it was read. */
  record CachedSession(Session session, TriggerMatcher triggers) {
    private CachedSession(Session session) {
      this(session, TriggerMatcher.of(session.currentSettings()));
    }
  }

  /**
   * What Redis said of a credential.
   *
   * @param asked when, by the ticker
   * @param before the sessions of the last minute's look-up, if it has been repeated since
   */
  private record LookUp(
      long asked, CompletableFuture<List<CachedSession>> found, List<CachedSession> before) {

    private boolean isDone() {
      return found.isDone() && !found.isCompletedExceptionally();
    }
  }

  private static final Duration KNOWN_FOR = Duration.ofHours(1);
  private static final Duration KEPT_FOR = Duration.ofMinutes(1);

  private final Sessions sessions;
  private final Executor executor;
  private final Ticker ticker;
  private final long ttl; // ns

  // of futures and not an AsyncCache, which logs each failure with its stack and counts an entry's
  // age from its end
  private final Cache<Object, LookUp> cache;

  /** Credentials that were valid recently: they are looked up even while their address guesses. */
  private final Cache<Object, Boolean> known;

  /** Continues after a look-up in {@code executor}, because Redis answers on a thread that all calls share. */
  SessionCache(Sessions sessions, IngestSettings settings, Executor executor, Ticker ticker) {
    this.sessions = sessions;
    this.executor = executor;
    this.ticker = ticker;
    this.ttl = settings.cacheTtl().toNanos();
    this.cache = Caffeine.newBuilder()
        .expireAfterWrite(KEPT_FOR)
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
    var lookUp = lookUp(credential);
    var found = lookUp.isDone()
        ? lookUp.found
        : lookUp.found.whenComplete(forgetting(credential.key(), lookUp));
    return found.thenApply(sessions -> opened(credential, sessions));
  }

  /**
   * The sessions that a credential had within the last minute, while {@link #find} waits for Redis; none if it does not
   * wait. A vote by their settings is safe: Redis refuses it as stale if they, or the session's channels, have changed.
   */
  List<CachedSession> whileFinding(VoteCredential credential) {
    var asked = cache.getIfPresent(credential.key());
    return asked == null || asked.found.isDone() ? List.of() : asked.before;
  }

  private LookUp lookUp(VoteCredential credential) {
    var cached = cache.getIfPresent(credential.key());
    return cached != null && isCurrent(cached)
        ? cached
        : cache
            .asMap()
            .compute(
                credential.key(),
                (key, last) -> last != null && isCurrent(last) ? last : ask(credential, last));
  }

  private boolean isCurrent(LookUp lookUp) {
    return ticker.read() - lookUp.asked < ttl;
  }

  private LookUp ask(VoteCredential credential, @Nullable LookUp last) {
    var before = last != null && last.isDone() ? last.found.join() : List.<CachedSession>of();
    return new LookUp(ticker.read(), load(credential), before);
  }

  /** A failure is not cached. */
  private BiConsumer<Object, @Nullable Throwable> forgetting(Object key, LookUp lookUp) {
    return (found, failure) -> {
      if (failure != null) {
        cache.asMap().remove(key, lookUp);
      }
    };
  }

  /** Reads a session again, if the credential is still valid for it; concurrent callers share one look-up. */
  CompletionStage<Optional<CachedSession>> reload(VoteCredential credential, CachedSession old) {
    var cached = cache.getIfPresent(credential.key());
    if (cached != null && cached.isDone() && cached.found.join().contains(old)) {
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

  private CompletableFuture<List<CachedSession>> load(VoteCredential credential) {
    return readSessions(credential)
        .thenApplyAsync(found -> found.stream().map(CachedSession::new).toList(), executor)
        .toCompletableFuture();
  }

  private CompletionStage<List<Session>> readSessions(VoteCredential credential) {
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
