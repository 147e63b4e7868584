package dev.chatsway.twitch;

import dev.chatsway.redis.session.Sessions;
import dev.chatsway.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The Twitch channels that sessions have by id. Those with a login are read by {@code dev.chatsway.chat}. */
record Channels(Sessions sessions, Executor executor) {

  static final String PLATFORM = "twitch";

  private static final int PAGE = 200;

  /** Each channel with the sessions that it votes in. */
  CompletionStage<Map<String, List<Session>>> all() {
    return page(null, new TreeMap<>());
  }

  private CompletionStage<Map<String, List<Session>>> page(
      @Nullable String after, Map<String, List<Session>> soFar) {
    return sessions
        .list(PAGE, after)
        .thenComposeAsync(
            page -> {
              for (var session : page.sessions()) {
                session.channels().stream()
                    .filter(channel -> channel.platform().equals(PLATFORM))
                    .flatMap(channel -> Stream.ofNullable(channel.id()))
                    .forEach(channel ->
                        soFar.computeIfAbsent(channel, id -> new ArrayList<>()).add(session));
              }
              return page.next() == null
                  ? CompletableFuture.completedStage(soFar)
                  : page(page.next(), soFar);
            },
            executor);
  }
}
