package dev.chatsway.ingest;

import static java.util.concurrent.CompletableFuture.completedStage;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.CacheControl;
import akka.http.javadsl.model.headers.CacheDirectives;
import dev.chatsway.http.GuessLimit;
import dev.chatsway.http.RequestId;
import dev.chatsway.session.Side;
import dev.chatsway.session.Sides;
import dev.chatsway.session.Vote;
import dev.chatsway.session.VoteResult;
import dev.chatsway.session.VoteStatus;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /vote/{linkToken}}: votes from bots that can only fetch a URL. They print the response into chat, so it is
 * always 200 and as short as its setting.
 */
final class LinkEndpoint {

  private static final String PLATFORM = "link";
  private static final int ID_CHARACTERS = 200;
  private static final Logger LOG = LoggerFactory.getLogger(LinkEndpoint.class);

  private final IngestSettings settings;
  private final SessionCache cache;
  private final VoteService votes;
  private final IngestMetrics metrics;

  LinkEndpoint(
      IngestSettings settings, SessionCache cache, VoteService votes, IngestMetrics metrics) {
    this.settings = settings;
    this.cache = cache;
    this.votes = votes;
    this.metrics = metrics;
  }

  CompletionStage<HttpResponse> answer(HttpRequest request, String token) {
    var message = message(request);
    if (message.isEmpty()) {
      return completedStage(withoutSession(request, VoteStatus.INVALID));
    }
    var credential = new VoteCredential.LinkToken(token);
    if (GuessLimit.isExhausted(request) && !cache.isKnown(credential)) {
      metrics.rejected(PLATFORM, WebhookRejection.Reason.TOO_MANY_GUESSES);
      return completedStage(text(""));
    }
    return cache
        .find(credential)
        .thenCompose(found -> found.isEmpty()
            ? completedStage(GuessLimit.failed(withoutSession(request, VoteStatus.NO_SESSION)))
            : votes.submit(request, credential, found.get(0), message.get()).thenApply(this::reply))
        .exceptionally(failure -> unavailable(request, failure));
  }

  private static Optional<ChatMessage> message(HttpRequest request) {
    var query = LinkQuery.parse(request.getUri().rawQueryString().orElse(""));
    var voter = query.get("voter").filter(LinkEndpoint::isId).or(() -> nightbotUser(request));
    var id = query.get("id");
    var text = query.text("text");
    var side = query.get("side").map(word -> word.toLowerCase(Locale.ROOT));
    boolean sideIsGood = side.isEmpty()
        || side.get().equals(Side.FOR.wire())
        || side.get().equals(Side.AGAINST.wire());
    if (voter.isEmpty()
        || text.isPresent() == side.isPresent()
        || !sideIsGood
        || !id.stream().allMatch(LinkEndpoint::isId)) {
      return Optional.empty();
    }
    return Optional.of(new ChatMessage(
        Vote.key(PLATFORM, voter.get()),
        id.map(given -> Vote.key(PLATFORM, given)).orElse(null),
        text.orElse(""),
        side.map(Side::of).orElse(null),
        Role.EVERYONE,
        false,
        query.get("channel").or(() -> nightbotChannel(request)).filter(Sides::isName).stream()
            .toList()));
  }

  private static boolean isId(String text) {
    return !text.isBlank() && text.length() <= ID_CHARACTERS;
  }

  /**
   * Nightbot identifies the viewer in a header: {@code name=…&provider=twitch&providerId=123}; timers have no viewer.
   */
  private static Optional<String> nightbotUser(HttpRequest request) {
    return nightbot(request, "Nightbot-User").filter(LinkEndpoint::isId);
  }

  /** The channel is in another header of the same form. */
  private static Optional<String> nightbotChannel(HttpRequest request) {
    return nightbot(request, "Nightbot-Channel");
  }

  private static Optional<String> nightbot(HttpRequest request, String header) {
    return request
        .getHeader(header)
        .map(sent -> LinkQuery.parse(sent.value()))
        .flatMap(who -> who.get("providerId").map(id -> who.get("provider").orElse("") + ":" + id));
  }

  /** Answers a HEAD request, which never votes. */
  static HttpResponse head() {
    return text("");
  }

  private HttpResponse withoutSession(HttpRequest request, VoteStatus status) {
    metrics.decidedWithoutSession(request, PLATFORM, status);
    return reply(VoteResult.of(status));
  }

  private HttpResponse reply(VoteResult result) {
    var value = result.hasValue() ? String.format(Locale.ROOT, "%.0f", result.value()) : "";
    return reply(result.status().wire(), value);
  }

  private HttpResponse reply(String status, String value) {
    return text(settings.linkReply().replace("{status}", status).replace("{value}", value));
  }

  private HttpResponse unavailable(HttpRequest request, Throwable failure) {
    var reason = WebhookRejection.of(failure, settings).reason();
    if (reason == WebhookRejection.Reason.INTERNAL_ERROR) {
      LOG.error("A vote by link failed: {}", RequestId.of(request), failure);
    }
    metrics.rejected(PLATFORM, reason);
    return reply("unavailable", "");
  }

  private static HttpResponse text(String text) {
    return HttpResponse.create()
        .addHeader(CacheControl.create(CacheDirectives.NO_STORE))
        .withEntity(HttpEntities.create(ContentTypes.TEXT_PLAIN_UTF8, text));
  }
}
