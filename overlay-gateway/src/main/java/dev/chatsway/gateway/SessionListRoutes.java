package dev.chatsway.gateway;

import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.parameterMap;
import static akka.http.javadsl.server.Directives.parameterOptional;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.chatsway.gateway.studio.CoHosts;
import dev.chatsway.http.JsonResponses;
import dev.chatsway.redis.session.SessionPage;
import dev.chatsway.redis.session.SessionScan;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.redis.timeline.TopSessions;
import dev.chatsway.session.LiveRound;
import dev.chatsway.session.LiveState;
import dev.chatsway.session.Session;
import dev.chatsway.session.SessionSettings;
import dev.chatsway.session.json.FieldError;
import dev.chatsway.session.json.InvalidFieldsException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The lists of sessions (docs/interface.md, section 4): a page of all or of those of an account, the busiest, and how
 * some are now.
 */
final class SessionListRoutes {

  private static final int PAGE = 100;
  private static final int LONGEST_PAGE = 1_000;
  private static final int MOST_LIVE = 50; // more do not fit into a URL
  private static final String LIVE_IDS = "1 to " + MOST_LIVE + " ids, separated by commas";
  private static final Pattern CURSOR = Pattern.compile("\\d{13}:[0-9a-f-]{36}");

  private record Page(
      List<SessionView> sessions,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<UUID> damaged,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String next) {}

  private record LoudPage(List<LoudView> sessions) {}

  private record LoudView(@JsonUnwrapped SessionView session, double votesPerSecond) {}

  private record UsedPage(
      List<UsedView> sessions,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String next) {}

  private record UsedView(@JsonUnwrapped SessionView session, Instant lastUsed) {}

  private record LivePage(List<LiveView> sessions) {}

  /** How a session is now: what its overlays show, and nothing secret. */
  private record LiveView(
      UUID id,
      String name,
      double value,
      @JsonProperty("for") double forTally,
      double against,
      double decayRate,
      long revision,
      long forVotes,
      long againstVotes,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String round,
      long usedMillisAgo,
      SessionSettings.Public settings) {}

  private final Sessions sessions;
  private final CoHosts coHosts;
  private final TopSessions loudest;
  private final SessionScan scan;
  private final Urls urls;

  SessionListRoutes(
      Sessions sessions, CoHosts coHosts, TopSessions loudest, SessionScan scan, Urls urls) {
    this.sessions = sessions;
    this.coHosts = coHosts;
    this.loudest = loudest;
    this.scan = scan;
    this.urls = urls;
  }

  /** Those of an account, or for the admin those that the query asks for. */
  Route route(Optional<String> account) {
    return parameterMap(query -> completeWithFuture(list(account, query)));
  }

  /** How some of those are now: small, to be asked for every second. */
  Route liveRoute(Optional<String> account) {
    return parameterOptional("ids", ids -> completeWithFuture(live(account, ids.orElse(""))));
  }

  private CompletionStage<HttpResponse> list(Optional<String> account, Map<String, String> query) {
    var sort = Optional.ofNullable(query.get("sort"));
    int limit = limit(Optional.ofNullable(query.get("limit")));
    var after = Optional.ofNullable(query.get("after"));
    if (sort.isEmpty()) {
      return account
          .map(this::own)
          .orElseGet(() ->
              sessions.list(limit, cursor(after)).thenApply(page -> JsonResponses.ok(view(page))));
    }
    switch (sort.get()) {
      case "used" -> {
        String cursor = cursor(after);
        return account
            .map(this::shared)
            .orElseGet(() -> CompletableFuture.completedStage(List.of()))
            .thenCompose(shared -> ids(account, shared)
                .thenCompose(scan::states)
                .thenCompose(states -> used(states, shared, limit, cursor)))
            .thenApply(JsonResponses::ok);
      }
      case "votes" -> {
        if (account.isPresent()) {
          throw refused("sort", "votes", "used, or omitted for oldest first");
        }
        after.ifPresent(cursor -> {
          throw refused("after", cursor, "omitted with sort=votes: there is only one page");
        });
        return loudest.find(limit).thenCompose(this::views).thenApply(JsonResponses::ok);
      }
      default -> throw refused("sort", sort.get(), "used, votes, or omitted for oldest first");
    }
  }

  /** All of an account, and then those that others share with it, on one page. */
  private CompletionStage<HttpResponse> own(String account) {
    return sessions.ofOwner(account).thenCombine(shared(account), (own, shared) -> {
      var ownViews = own.stream().map(each -> SessionView.of(each, urls));
      return JsonResponses.ok(
          new Page(Stream.concat(ownViews, shared.stream()).toList(), List.of(), null));
    });
  }

  private CompletionStage<List<SessionView>> shared(String account) {
    return coHosts.sharedWith(account).thenCompose(all -> {
      CompletionStage<List<SessionView>> views =
          CompletableFuture.completedStage(new ArrayList<>());
      for (var session : all) {
        views = views.thenCombine(coHosts.ownerLogin(session), (shown, login) -> {
          shown.add(SessionView.ofCoHost(session, urls, login));
          return shown;
        });
      }
      return views;
    });
  }

  private CompletionStage<List<UUID>> ids(Optional<String> account, List<SessionView> shared) {
    return account
        .map(owner -> sessions
            .ofOwner(owner)
            .thenApply(all -> Stream.concat(
                    all.stream().map(Session::id), shared.stream().map(SessionView::id))
                .toList()))
        .orElseGet(sessions::ids);
  }

  /** A page of those that were written to last, by votes, people or their creation; a cursor names the last one before. */
  private CompletionStage<UsedPage> used(
      Map<UUID, LiveState> states, List<SessionView> shared, int limit, @Nullable String after) {
    var ofOthers = shared.stream().collect(Collectors.toMap(SessionView::id, view -> view));
    var order = new TreeMap<String, Map.Entry<UUID, LiveState>>(Comparator.reverseOrder());
    for (var entry : states.entrySet()) {
      long millis = (long) entry.getValue().writtenAt() / 1_000;
      order.put(String.format(Locale.ROOT, "%013d:%s", millis, entry.getKey()), entry);
    }
    var rest = after == null ? order : order.tailMap(after, false);
    var page = rest.entrySet().stream().limit(limit).toList();
    String next = rest.size() > limit ? page.get(limit - 1).getKey() : null;
    return found(
            page.stream().map(Map.Entry::getValue).toList(),
            (session, state) -> Optional.of(new UsedView(
                ofOthers.getOrDefault(session.id(), SessionView.of(session, urls)),
                Instant.ofEpochMilli((long) state.writtenAt() / 1_000))))
        .thenApply(views -> new UsedPage(views, next));
  }

  /** How these sessions are; those that are not there, or of others, are left out. */
  private CompletionStage<HttpResponse> live(Optional<String> account, String sent) {
    var ids = Arrays.stream(sent.split(",", -1)).map(SessionListRoutes::id).toList();
    if (ids.size() > MOST_LIVE) {
      throw refused("ids", ids.size() + " ids", LIVE_IDS);
    }
    return scan.states(ids)
        .thenCompose(states -> found(
            states.entrySet().stream()
                .sorted(Comparator.comparingInt(entry -> ids.indexOf(entry.getKey())))
                .toList(),
            (session, state) -> account.map(who -> isVisibleTo(who, session)).orElse(true)
                ? Optional.of(liveView(session, state))
                : Optional.empty()))
        .thenApply(views -> JsonResponses.ok(new LivePage(views)));
  }

  private static boolean isVisibleTo(String account, Session session) {
    return session.isOwnedBy(account) || session.isSharedWith(account);
  }

  private static LiveView liveView(Session session, LiveState state) {
    LiveRound round = state.round();
    return new LiveView(
        session.id(),
        session.name(),
        state.value(),
        state.forTally(),
        state.againstTally(),
        state.decayRate(),
        state.revision(),
        state.forVotes(),
        state.againstVotes(),
        round == null ? null : state.roundPhase() == LiveRound.Phase.OPEN ? "open" : "ended",
        state.microsSinceWritten() / 1_000,
        session.currentSettings().publicPart());
  }

  private CompletionStage<LoudPage> views(List<TopSessions.Loud> loud) {
    return found(
            loud.stream()
                .map(each -> Map.entry(each.session(), each.votesPerSecond()))
                .toList(),
            (session, rate) -> Optional.of(new LoudView(SessionView.of(session, urls), rate)))
        .thenApply(LoudPage::new);
  }

  /** Finds these sessions and maps each that exists, in their order. */
  private <K, T> CompletionStage<List<T>> found(
      List<Map.Entry<UUID, K>> known, BiFunction<Session, K, Optional<T>> view) {
    CompletionStage<List<T>> all = CompletableFuture.completedStage(new ArrayList<>());
    for (var each : known) {
      all = all.thenCombine(sessions.findReadable(each.getKey()), (views, session) -> {
        session.flatMap(there -> view.apply(there, each.getValue())).ifPresent(views::add);
        return views;
      });
    }
    return all;
  }

  private Page view(SessionPage page) {
    return new Page(
        page.sessions().stream().map(session -> SessionView.of(session, urls)).toList(),
        page.damaged(),
        page.next());
  }

  private static int limit(Optional<String> sent) {
    return sent.map(text -> {
          try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= LONGEST_PAGE) {
              return limit;
            }
          } catch (NumberFormatException e) {
            // refused below
          }
          throw refused("limit", text, "a whole number from 1 to " + LONGEST_PAGE);
        })
        .orElse(PAGE);
  }

  private static UUID id(String sent) {
    try {
      return UUID.fromString(sent);
    } catch (IllegalArgumentException e) {
      throw refused("ids", sent, LIVE_IDS);
    }
  }

  private static @Nullable String cursor(Optional<String> sent) {
    sent.filter(text -> !CURSOR.matcher(text).matches()).ifPresent(text -> {
      throw refused("after", text, "the next of the previous page");
    });
    return sent.orElse(null);
  }

  private static InvalidFieldsException refused(String field, String sent, String allowed) {
    return new InvalidFieldsException(List.of(new FieldError(field, sent, allowed)));
  }
}
