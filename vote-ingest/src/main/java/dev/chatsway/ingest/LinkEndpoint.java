package dev.chatsway.ingest;

import static java.util.concurrent.CompletableFuture.completedStage;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import dev.chatsway.session.Side;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /vote/{linkToken}}: votes of bots that can only fetch a URL. They print what they get into chat, so the
 * answer is always 200 and as short as its setting says.
 */
final class LinkEndpoint {

  private static final String PLATFORM = "link";
  private static final int ID_CHARACTERS = 200;
  private static final Logger LOG = LoggerFactory.getLogger(LinkEndpoint.class);

  private final String reply;
  private final SessionCache cache;
  private final VoteService ballots;
  private final IngestMetrics metrics;

  LinkEndpoint(
      IngestSettings settings, SessionCache cache, VoteService ballots, IngestMetrics metrics) {
    this.reply = settings.linkReply();
    this.cache = cache;
    this.ballots = ballots;
    this.metrics = metrics;
  }

  CompletionStage<HttpResponse> answer(HttpRequest request, String token) {
    var via = new RequestOrigin(PLATFORM, request);
    var ballot = ballot(request);
    if (ballot.isEmpty()) {
      return completedStage(reply(early(via, Outcome.Status.INVALID)));
    }
    var proof = new VoteCredential.LinkToken(token);
    return cache
        .find(proof)
        .thenCompose(found -> found.isEmpty()
            ? completedStage(early(via, Outcome.Status.NO_SESSION))
            : ballots.cast(via, proof, found.get(0), ballot.get()))
        .handle((outcome, failure) -> failure == null ? reply(outcome) : unavailable(via, failure));
  }

  private static Optional<ChatMessage> ballot(HttpRequest request) {
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
        "link:" + voter.get(),
        id.map(given -> "link:" + given).orElse(null),
        BotVotes.choice(text.orElse(null), side.orElse(null)),
        Role.EVERYONE,
        false));
  }

  private static boolean isId(String text) {
    return !text.isBlank() && text.length() <= ID_CHARACTERS;
  }

  /** Nightbot names the viewer in a header: {@code name=…&provider=twitch&providerId=123}; timers have no viewer. */
  private static Optional<String> nightbotUser(HttpRequest request) {
    return request
        .getHeader("Nightbot-User")
        .map(header -> LinkQuery.parse(header.value()))
        .flatMap(
            user -> user.get("providerId").map(id -> user.get("provider").orElse("") + ":" + id))
        .filter(LinkEndpoint::isId);
  }

  /** Answers a HEAD request, which never votes. */
  static HttpResponse head() {
    return text("");
  }

  private Outcome early(RequestOrigin via, Outcome.Status status) {
    metrics.decidedNowhere(via, status);
    return Outcome.early(status);
  }

  private HttpResponse reply(Outcome outcome) {
    var value = outcome.value() == null ? "" : String.format(Locale.ROOT, "%.0f", outcome.value());
    return text(reply.replace("{status}", outcome.status().wire()).replace("{value}", value));
  }

  private HttpResponse unavailable(RequestOrigin via, Throwable failure) {
    var rejection = Failures.rejection(failure);
    if (rejection == WebhookRejection.INTERNAL_ERROR) {
      LOG.error("A vote by link failed: {}", via.id(), failure);
    }
    metrics.rejected(PLATFORM, rejection);
    return text(reply.replace("{status}", "unavailable").replace("{value}", ""));
  }

  private static HttpResponse text(String text) {
    return HttpResponse.create()
        .addHeader(RawHeader.create("Cache-Control", "no-store"))
        .withEntity(HttpEntities.create(ContentTypes.TEXT_PLAIN_UTF8, text));
  }
}
