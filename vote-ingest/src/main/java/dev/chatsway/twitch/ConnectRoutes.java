package dev.chatsway.twitch;

import static java.util.concurrent.CompletableFuture.completedStage;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.Query;
import akka.http.javadsl.model.Uri;
import akka.http.javadsl.model.headers.Cookie;
import akka.http.javadsl.model.headers.HttpCookiePair;
import akka.http.javadsl.model.headers.RawHeader;
import dev.chatsway.http.AuditLog;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.twitch.ConnectPage.Link;
import dev.chatsway.twitch.OAuthState.Account;
import dev.chatsway.twitch.OAuthState.AuthorizationAttempt;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /twitch/connect}: the way through Twitch's consent page and back. It records a consent and nothing else: which bar
 * a channel votes in stays the word of the bar's owner, who is asked in the studio.
 */
final class ConnectRoutes {

  private static final Logger LOG = LoggerFactory.getLogger(ConnectRoutes.class);
  private static final String COOKIE = "chatsway-twitch";

  private final TwitchSettings settings;
  private final AuthorizationCodeClient consent;
  private final OAuthState states;
  private final TwitchStore store;
  private final Sessions sessions;

  ConnectRoutes(
      TwitchSettings settings,
      AuthorizationCodeClient consent,
      TwitchStore store,
      Sessions sessions,
      Clock clock) {
    this.settings = settings;
    this.consent = consent;
    this.states = new OAuthState(settings.clientSecret(), clock);
    this.store = store;
    this.sessions = sessions;
  }

  /** Begins, or, as soon as there is a state, comes to an end. */
  CompletionStage<HttpResponse> answer(HttpRequest request) {
    Query query = query(request);
    if (query.get("state").isEmpty() && query.get("error").isEmpty()) {
      return completedStage(begin(query));
    }
    return end(query, request)
        .exceptionally(this::failed)
        .thenApply(answer -> answer.addHeader(setCookie("", 0)));
  }

  private HttpResponse begin(Query query) {
    var account =
        query.get("as").filter("bot"::equals).isPresent() ? Account.BOT : Account.STREAMER;
    var way = states.begin(account, uuid(query.get("session").orElse("")));
    return HttpResponse.create()
        .withStatus(302)
        .addHeader(RawHeader.create("Location", consent.page(way)))
        .addHeader(RawHeader.create("Cache-Control", "no-store"))
        .addHeader(RawHeader.create("Referrer-Policy", "no-referrer"))
        .addHeader(setCookie(way.cookie(), OAuthState.LIFETIME.toSeconds()));
  }

  private CompletionStage<HttpResponse> end(Query query, HttpRequest request) {
    var continued = states.continued(cookie(request), query.get("state").orElse(""));
    if (continued.isEmpty()) {
      return completedStage(again(
          400,
          "This link does not match",
          "Twitch's answer belongs to another browser, or to an earlier attempt in this one. Nothing was changed.",
          null));
    }
    var way = continued.get();
    if (states.isOver(way)) {
      return completedStage(again(
          400,
          "That took too long",
          "Nothing was changed. The link works for ten minutes; please start again.",
          way));
    }
    if (query.get("error").isPresent()) {
      return completedStage(again(
          200,
          "Not connected",
          query.get("error").filter("access_denied"::equals).isPresent()
              ? "You declined, and nothing was changed. Without your consent, Twitch does not send us your chat."
              : "Twitch did not ask for your consent, and nothing was changed. It said: "
                  + shortened(query.get("error").orElse("")) + ".",
          way));
    }
    var code = query.get("code").orElse("");
    return store.useUp(way.state(), OAuthState.LIFETIME.multipliedBy(2)).thenCompose(first -> {
      if (!first || code.isEmpty()) {
        return completedStage(again(
            400,
            "This link has already been used",
            "Each link works once. Please start again.",
            way));
      }
      return consent.of(code, way.account()).thenCompose(given -> given(way, given, request));
    });
  }

  private CompletionStage<HttpResponse> given(
      AuthorizationAttempt way, AuthorizationCodeClient.Given given, HttpRequest request) {
    if (way.account() == Account.BOT && !given.account().equals(settings.botUserId())) {
      return completedStage(again(
          200,
          "That is the wrong account",
          "You are signed in to Twitch as " + given.login() + " (" + given.account()
              + "), but the account that reads the chats is " + settings.botUserId()
              + ". Sign in to Twitch as that account first.",
          way));
    }
    return store
        .rememberConsent(given.account() + ":" + way.account(), way.account().scopes())
        .thenCompose(remembered -> sessions.channelsChanged())
        .thenApply(changed -> {
          AuditLog.note(
              way.account().name().toLowerCase(Locale.ROOT),
              "consent of Twitch account " + given.account(),
              request);
          return connected(way, given);
        });
  }

  private HttpResponse connected(AuthorizationAttempt way, AuthorizationCodeClient.Given given) {
    var words = new ArrayList<String>();
    var links = new ArrayList<Link>();
    if (way.account() == Account.BOT) {
      words.add(given.login() + " may now read chats for us.");
    } else {
      words.add("Twitch may now send us the chat of " + given.login() + ". Its number is "
          + given.account() + ".");
      if (way.session() == null) {
        words.add(
            "Bars with this channel count its chat from now on. To add it to another bar, enter its number under “Chat”, “Channels by number”.");
      } else {
        words.add("One step is left: add it to your bar.");
        links.add(new Link(
            "Add it to my bar",
            settings.publicUrl() + "/studio?twitch=" + given.account() + "#/bars/" + way.session()
                + "/chat"));
      }
    }
    words.add("You can withdraw your consent at any time, on Twitch, under Settings, Connections.");
    return ConnectPage.of(200, "Twitch is connected", words, links);
  }

  private HttpResponse failed(Throwable failure) {
    var sentence = TwitchException.sentence(failure);
    LOG.warn("Failed to complete a consent: {}", sentence);
    boolean isTwitch = sentence.startsWith("Twitch");
    return again(
            isTwitch ? 502 : 503,
            "That did not work",
            isTwitch
                ? "Twitch did not confirm your consent. Please try again."
                : "We could not save that just now. Please try again.",
            null)
        .addHeader(RawHeader.create("Retry-After", "1"));
  }

  private HttpResponse again(
      int status, String title, String words, @Nullable AuthorizationAttempt way) {
    var query = way != null && way.account() == Account.BOT
        ? "?as=bot"
        : way != null && way.session() != null ? "?session=" + way.session() : "";
    return ConnectPage.of(
        status,
        title,
        List.of(words),
        List.of(new Link("Try again", settings.connectUrl() + query)));
  }

  /** Lax: it has to come back with a browser that Twitch sends. */
  private RawHeader setCookie(String value, long seconds) {
    return RawHeader.create(
        "Set-Cookie",
        "%s=%s; Path=%s; Max-Age=%s; HttpOnly; SameSite=Lax%s"
            .formatted(
                COOKIE,
                value,
                URI.create(settings.connectUrl()).getRawPath(),
                seconds,
                settings.publicUrl().startsWith("https:") ? "; Secure" : ""));
  }

  private static String cookie(HttpRequest request) {
    return StreamSupport.stream(request.getHeaders().spliterator(), false)
        .filter(Cookie.class::isInstance)
        .map(Cookie.class::cast)
        .flatMap(header -> StreamSupport.stream(header.getCookies().spliterator(), false))
        .filter(pair -> pair.name().equals(COOKIE))
        .map(HttpCookiePair::value)
        .findFirst()
        .orElse("");
  }

  /** What cannot be read as a query is one without parameters. */
  private static Query query(HttpRequest request) {
    try {
      return request.getUri().query();
    } catch (RuntimeException e) {
      return Uri.create("/").query();
    }
  }

  private static @Nullable UUID uuid(String text) {
    try {
      return text.isEmpty() ? null : UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static String shortened(String text) {
    return text.substring(0, Math.min(60, text.length()));
  }
}
