package dev.chatsway.standalone.bot;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.chatsway.standalone.api.ApiException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Owns what waits for the server. One request is under way at a time and takes along what has gathered meanwhile; what was not
 * answered is sent again, under the same message ids, so that it counts once. When too much waits, the oldest is dropped: late
 * votes say less than fresh ones.
 */
final class Outbox extends AbstractBehavior<Outbox.Command> {

  sealed interface Command {}

  record Post(ChatVote vote) implements Command {}

  private enum Retry implements Command {
    INSTANCE
  }

  /** An answer, or a status of 0 and why there is none. */
  private record Answered(String token, int status, String detail, Duration retryAfter)
      implements Command {}

  /** The server takes 500 votes and 256 KiB. */
  private static final int MOST_VOTES = 500;

  private static final int MOST_BYTES = 200 * 1024;

  private final TimerScheduler<Command> timers;
  private final BotSettings settings;
  private final URI webhook;
  private final Callable<String> tokens;
  private final HttpClient client;
  private final ArrayDeque<ChatVote> waiting = new ArrayDeque<>();
  private List<ChatVote> underWay = List.of();
  private @Nullable String token;
  private int failed;
  private long dropped;

  private Outbox(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      BotSettings settings,
      String server,
      Callable<String> tokens,
      HttpClient client) {
    super(context);
    this.timers = timers;
    this.settings = settings;
    this.webhook = URI.create(server + "/webhooks/votes");
    this.tokens = tokens;
    this.client = client;
  }

  /**
   * Posts to a server.
   *
   * @param server what its URLs start with, without a slash at the end
   * @param tokens asked for the vote token at first, and again whenever the server does not know it any more; may block
   */
  static Behavior<Command> create(
      BotSettings settings, String server, Callable<String> tokens, HttpClient client) {
    return Behaviors.setup(context -> Behaviors.withTimers(
        timers -> new Outbox(context, timers, settings, server, tokens, client)));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Post.class, this::onPost)
        .onMessage(Answered.class, this::onAnswered)
        .onMessageEquals(Retry.INSTANCE, this::onRetry)
        .build();
  }

  private Behavior<Command> onPost(Post post) {
    if (waiting.size() == settings.queue()) {
      waiting.removeFirst();
      dropped++;
    }
    waiting.addLast(post.vote);
    if (underWay.isEmpty()) {
      sendNext();
    }
    return this;
  }

  private Behavior<Command> onAnswered(Answered answered) {
    int status = answered.status;
    token = status == 401 ? null : answered.token;
    if (status == 0 || status == 401 || status == 429 || status >= 500) {
      var pause = settings.backoff().pause(failed++).plus(answered.retryAfter);
      getContext()
          .getLog()
          .warn(
              "{} lines of chat wait for the server: {}; retrying in {} ms",
              waiting.size() + underWay.size(),
              why(answered),
              pause.toMillis());
      timers.startSingleTimer(Retry.INSTANCE, pause);
      return this;
    }
    if (status != 200) {
      getContext()
          .getLog()
          .error("The server refused {} lines of chat: {}", underWay.size(), why(answered));
    }
    if (dropped > 0) {
      getContext().getLog().warn("{} lines of chat were dropped meanwhile", dropped);
    }
    failed = 0;
    dropped = 0;
    underWay = List.of();
    sendNext();
    return this;
  }

  private Behavior<Command> onRetry() {
    send();
    return this;
  }

  private void sendNext() {
    var batch = new ArrayList<ChatVote>();
    int bytes = 2;
    for (var next = waiting.peekFirst();
        next != null && batch.size() < MOST_VOTES && bytes + next.bytes() < MOST_BYTES;
        next = waiting.peekFirst()) {
      batch.add(waiting.removeFirst());
      bytes += next.bytes() + 1;
    }
    underWay = batch;
    if (!batch.isEmpty()) {
      send();
    }
  }

  private void send() {
    var body = ChatVote.array(underWay);
    var known = token;
    CompletionStage<String> theToken =
        known == null ? CompletableFuture.supplyAsync(this::freshToken) : completed(known);
    getContext()
        .pipeToSelf(
            theToken.thenCompose(bearer -> client
                .sendAsync(request(bearer, body), BodyHandlers.ofString())
                .thenApply(answer -> answered(bearer, answer))),
            (answered, failure) -> failure == null
                ? answered
                : new Answered(known == null ? "" : known, 0, reason(failure), Duration.ZERO));
  }

  /** Only what input and output say of themselves: any other failure may repeat a header. */
  private static String reason(Throwable failure) {
    var cause = failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
    return cause instanceof IOException || cause instanceof ApiException
        ? String.valueOf(cause)
        : cause.getClass().getSimpleName();
  }

  private static CompletionStage<String> completed(String token) {
    return CompletableFuture.completedStage(token);
  }

  /** Checked here, because a failure of the HTTP client repeats the header that it cannot send. */
  private String freshToken() {
    try {
      var fresh = tokens.call();
      if (fresh.isEmpty() || !fresh.chars().allMatch(c -> c > ' ' && c < 127)) {
        throw new IOException("the vote token has " + fresh.length()
            + " characters; allowed: ASCII without white space, at least one");
      }
      return fresh;
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }

  private HttpRequest request(String bearer, String body) {
    return HttpRequest.newBuilder(webhook)
        .timeout(settings.connectTimeout())
        .header("Authorization", "Bearer " + bearer)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private static Answered answered(String token, HttpResponse<String> answer) {
    var seconds = answer.headers().firstValueAsLong("Retry-After").orElse(0);
    var detail = answer.statusCode() == 200 ? "" : answer.body();
    return new Answered(token, answer.statusCode(), detail, Duration.ofSeconds(seconds));
  }

  private static String why(Answered answered) {
    return answered.status == 0 ? answered.detail : answered.status + " " + answered.detail;
  }
}
