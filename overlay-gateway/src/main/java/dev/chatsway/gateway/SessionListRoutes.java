package dev.chatsway.gateway;

import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.parameterOptional;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.chatsway.gateway.studio.CoHosts;
import dev.chatsway.http.JsonResponses;
import dev.chatsway.redis.session.SessionPage;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.redis.timeline.TopSessions;
import dev.chatsway.session.json.FieldError;
import dev.chatsway.session.json.InvalidFieldsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The lists of sessions (docs/interface.md, section 4): a page of all, the busiest, or those of an account. */
final class SessionListRoutes {

  private static final int PAGE = 100;
  private static final int LONGEST_PAGE = 1_000;
  private static final Pattern CURSOR = Pattern.compile("\\d{13}:[0-9a-f-]{36}");

  private record Page(
      List<SessionView> sessions,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<UUID> damaged,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String next) {}

  private record LoudPage(List<LoudView> sessions) {}

  private record LoudView(@JsonUnwrapped SessionView session, double votesPerSecond) {}

  private final Sessions sessions;
  private final CoHosts coHosts;
  private final TopSessions loudest;
  private final Urls urls;

  SessionListRoutes(Sessions sessions, CoHosts coHosts, TopSessions loudest, Urls urls) {
    this.sessions = sessions;
    this.coHosts = coHosts;
    this.loudest = loudest;
    this.urls = urls;
  }

  /** Those of an account, or for the admin those that the query asks for. */
  Route route(Optional<String> account) {
    return account.map(this::listOwn).orElseGet(this::list);
  }

  /** All of an account, and then those that others share with it, on one page. */
  private Route listOwn(String account) {
    return completeWithFuture(sessions
        .ofOwner(account)
        .thenCombine(shared(account), (own, shared) -> {
          var ownViews = own.stream().map(each -> SessionView.of(each, urls));
          return JsonResponses.ok(
              new Page(Stream.concat(ownViews, shared.stream()).toList(), List.of(), null));
        }));
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

  private Route list() {
    return parameterOptional(
        "sort",
        sort -> parameterOptional(
            "limit",
            limit -> parameterOptional(
                "after", after -> completeWithFuture(list(sort, limit(limit), after)))));
  }

  private CompletionStage<HttpResponse> list(
      Optional<String> sort, int limit, Optional<String> after) {
    if (sort.isEmpty()) {
      return sessions.list(limit, cursor(after)).thenApply(page -> JsonResponses.ok(view(page)));
    }
    sort.filter(word -> !word.equals("votes")).ifPresent(word -> {
      throw refused("sort", word, "votes, or omitted for oldest first");
    });
    after.ifPresent(cursor -> {
      throw refused("after", cursor, "omitted with sort: there is only one page");
    });
    return loudest.find(limit).thenCompose(this::views).thenApply(JsonResponses::ok);
  }

  private CompletionStage<LoudPage> views(List<TopSessions.Loud> found) {
    CompletionStage<List<LoudView>> all = CompletableFuture.completedStage(new ArrayList<>());
    for (var loud : found) {
      all = all.thenCombine(sessions.find(loud.session()), (views, session) -> {
        session.ifPresent(
            there -> views.add(new LoudView(SessionView.of(there, urls), loud.votesPerSecond())));
        return views;
      });
    }
    return all.thenApply(LoudPage::new);
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
