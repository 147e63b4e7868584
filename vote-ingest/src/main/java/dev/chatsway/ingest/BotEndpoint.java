package dev.chatsway.ingest;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import dev.chatsway.http.BearerToken;
import dev.chatsway.http.Buckets;
import dev.chatsway.http.GuessLimit;
import dev.chatsway.http.Rate;
import dev.chatsway.ingest.SessionCache.CachedSession;
import dev.chatsway.ingest.WebhookRejection.Reason;
import dev.chatsway.session.Session;
import dev.chatsway.session.VoteResult;
import dev.chatsway.session.VoteStatus;
import dev.chatsway.session.json.FieldError;
import dev.chatsway.session.json.InvalidFieldsException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code POST /webhooks/votes}: votes from any bot that can set a header or sign requests (standardwebhooks.com). */
final class BotEndpoint implements Endpoint {

  private static final String ID = "webhook-id";
  private static final String TIMESTAMP = "webhook-timestamp";
  private static final String SIGNATURE = "webhook-signature";
  private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
  private static final int ID_CHARACTERS = 200;
  private static final FieldError NO_SESSION = new FieldError(
      "session", "no UUID", "a signed request has to name its session in its first vote");
  private static final JsonMapper JSON = JsonMapper.shared();

  private final TimestampTolerance tolerance;
  private final SessionCache cache;
  private final VoteService votes;
  private final Buckets budgets;

  BotEndpoint(
      IngestSettings settings,
      TimestampTolerance tolerance,
      SessionCache cache,
      VoteService votes) {
    this.tolerance = tolerance;
    this.cache = cache;
    this.votes = votes;
    this.budgets = new Buckets(
        new Rate(settings.botBudgetBurst(), settings.botBudgetPerMinute()),
        settings.cacheEntries());
  }

  @Override
  public String platform() {
    return "bot";
  }

  @Override
  public CompletionStage<HttpResponse> answer(WebhookRequest webhook) {
    boolean signs = Stream.of(ID, TIMESTAMP, SIGNATURE)
        .anyMatch(name -> webhook.header(name).isPresent());
    return signs ? answerSigned(webhook) : answerBearer(webhook);
  }

  private CompletionStage<HttpResponse> answerBearer(WebhookRequest webhook) {
    var token = BearerToken.of(webhook.request())
        .orElseThrow(
            () -> Reason.NO_TOKEN.because(
                "send Authorization: Bearer and the session's vote token, or Standard Webhooks headers"));
    var key = limited(IDEMPOTENCY_KEY, webhook.header(IDEMPOTENCY_KEY).orElse(""));
    var credential = new VoteCredential.VoteToken(token);
    var unknown = Reason.UNKNOWN_TOKEN.because(
        "unknown vote token; it may have been rotated, or its session deleted");
    return count(webhook, null, credential, unknown, key.isEmpty() ? null : "key:" + key);
  }

  private CompletionStage<HttpResponse> answerSigned(WebhookRequest webhook) {
    for (var name : List.of(ID, TIMESTAMP, SIGNATURE)) {
      if (webhook.header(name).isEmpty()) {
        throw Reason.MISSING_HEADER.because("the header " + name + " is missing");
      }
    }
    var id = limited(ID, webhook.header(ID).orElseThrow());
    tolerance.check(sentAt(webhook));
    var json = webhook.json();
    var named = BotVotes.namedSession(json)
        .orElseThrow(() -> new InvalidFieldsException(List.of(NO_SESSION)));
    var credential = new VoteCredential.Signed(named, session -> isSigned(webhook, session));
    var bad = Reason.BAD_SIGNATURE.because(SIGNATURE + " does not match this request");
    return count(webhook, json, credential, bad, "webhook:" + id);
  }

  /**
   * Counts the votes of a request.
   *
   * @param parsed the body, if it was needed to find the session
   * @param refusal the rejection if the credential opens no session, or no longer does and nothing was counted
   * @param requestId identifies the votes if the request is sent again; null if the sender gave no id
   */
  private CompletionStage<HttpResponse> count(
      WebhookRequest webhook,
      @Nullable JsonNode parsed,
      VoteCredential credential,
      WebhookRejection refusal,
      @Nullable String requestId) {
    if (GuessLimit.isExhausted(webhook.request()) && !cache.isKnown(credential)) {
      throw Reason.TOO_MANY_GUESSES.because(
          "too many wrong tokens or signatures came from your address; try again later");
    }
    return cache.find(credential).thenCompose(found -> {
      if (found.isEmpty()) {
        throw refusal;
      }
      CachedSession session = found.get(0);
      spend(session.session(), webhook);
      var json = parsed == null ? webhook.json() : parsed;
      var messages = BotVotes.parse(json, session.session().id(), requestId);
      return votes
          .submit(webhook.request(), credential, session, messages)
          .thenApply(results -> answer(results, refusal));
    });
  }

  private void spend(Session session, WebhookRequest webhook) {
    if (!budgets.take(session.id(), Math.max(1, webhook.body().length)).isZero()) {
      throw Reason.OVER_BUDGET.because(
          "this session's bots have exceeded their budget; try again later");
    }
  }

  /** A token that was rotated meanwhile counts as unknown, unless a vote was already counted. */
  private static HttpResponse answer(List<VoteResult> results, WebhookRejection refusal) {
    if (!results.isEmpty()
        && results.stream().allMatch(result -> result.status() == VoteStatus.NO_SESSION)) {
      throw refusal;
    }
    var body = JSON.createObjectNode();
    var array = body.putArray("results");
    for (var each : results) {
      var result = array.addObject().put("status", each.status().wire());
      if (each.hasValue()) {
        result.put("value", each.value());
      }
    }
    return HttpResponse.create()
        .withEntity(
            HttpEntities.create(ContentTypes.APPLICATION_JSON, JSON.writeValueAsBytes(body)));
  }

  private static Instant sentAt(WebhookRequest webhook) {
    try {
      return Instant.ofEpochSecond(Long.parseLong(webhook.header(TIMESTAMP).orElseThrow()));
    } catch (NumberFormatException | DateTimeException e) {
      throw Reason.MALFORMED_HEADER.because(
          "the header " + TIMESTAMP + " is not a number of Unix seconds");
    }
  }

  private static boolean isSigned(WebhookRequest webhook, Session session) {
    return session
        .webhookSecrets()
        .anyMatch(secret -> Signatures.standardWebhooks(secret)
            .isValid(
                webhook.header(ID).orElseThrow(),
                webhook.header(TIMESTAMP).orElseThrow(),
                webhook.body(),
                webhook.header(SIGNATURE).orElseThrow()));
  }

  private static String limited(String header, String value) {
    if (value.length() > ID_CHARACTERS) {
      throw Reason.MALFORMED_HEADER.because(
          "the header " + header + " is longer than " + ID_CHARACTERS + " characters");
    }
    return value;
  }
}
