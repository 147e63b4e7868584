package dev.chatsway.redis.webhook;

import dev.chatsway.redis.RedisCommands;
import dev.chatsway.redis.Reply;
import dev.chatsway.redis.SessionFunctions;
import dev.chatsway.redis.SessionKeys;
import dev.chatsway.session.Tokens;
import dev.chatsway.session.VoteStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import tools.jackson.databind.json.JsonMapper;

/**
 * The webhooks of sessions. Every stage fails with {@link dev.chatsway.session.StoreUnavailableException} when Redis does not
 * answer.
 */
public final class Webhooks {

  /** The most targets of a session ({@code MAX_TARGETS} in chatsway.lua). */
  public static final int MOST = 3;

  /** The sessions that have, or had, a target: a hint, written before the target is. */
  private static final String SESSIONS = "chatsway:webhooks";

  private static final JsonMapper JSON = JsonMapper.shared();

  private final RedisCommands calls;
  private final SessionFunctions functions;

  /** Speaks to Redis through {@code calls}. */
  public Webhooks(RedisCommands calls) {
    this.calls = calls;
    this.functions = new SessionFunctions(calls);
  }

  /**
   * What a session sends to.
   *
   * @param noted how many messages there were in all
   * @param targets oldest first
   */
  public record Targets(long noted, List<Webhook> targets) {}

  /** What an addition came to: {@code OK}, {@code LIMITED} or {@code NO_SESSION}. */
  public record Addition(VoteStatus status, Optional<Webhook> webhook) {}

  /** Adds a target with a secret of its own; {@code LIMITED} if there are {@link #MOST} already. */
  public CompletionStage<Addition> add(UUID session, String url) {
    return calls
        .call("SADD", command(Command.SADD).add(SESSIONS).add(session.toString()))
        .thenCompose(noted -> functions.addWebhook(session, url, Tokens.webhookSecret()))
        .thenApply(reply -> switch (reply.status()) {
          case OK ->
            new Addition(VoteStatus.OK, Optional.of(webhook(reply.rest().get(0))));
          case LIMITED -> new Addition(VoteStatus.LIMITED, Optional.empty());
          case NO_SESSION, DELETED -> new Addition(VoteStatus.NO_SESSION, Optional.empty());
          default -> throw refused(reply);
        });
  }

  /** Removes a target; what waited for it is not sent. False if there is none of this number. */
  public CompletionStage<Boolean> remove(UUID session, long number) {
    return functions.removeWebhook(session, number).thenApply(Webhooks::isDone);
  }

  /** Switches a target on again, which is sent what happens from then on. False if there is none of this number. */
  public CompletionStage<Boolean> enable(UUID session, long number) {
    return functions.enableWebhook(session, number).thenApply(Webhooks::isDone);
  }

  /** The targets of a session; none if there is no such session. */
  public CompletionStage<Targets> list(UUID session) {
    var key = SessionKeys.of(session).webhooks();
    return calls.call("HGETALL", command(Command.HGETALL).add(key)).thenApply(reply -> {
      var flat = (List<?>) reply;
      var targets = new ArrayList<Webhook>();
      long noted = 0;
      for (int i = 0; i < flat.size(); i += 2) {
        var field = Reply.text(flat.get(i));
        if (field.startsWith("target:")) {
          targets.add(webhook(flat.get(i + 1)));
        } else if (field.equals("noted")) {
          noted = Long.parseLong(Reply.text(flat.get(i + 1)));
        }
      }
      targets.sort(Comparator.comparing(Webhook::number));
      return new Targets(noted, List.copyOf(targets));
    });
  }

  /** The sessions that may have something to send. */
  public CompletionStage<List<UUID>> sessions() {
    return calls
        .call("SMEMBERS", command(Command.SMEMBERS).add(SESSIONS))
        .thenApply(reply ->
            ((List<?>) reply).stream().map(Reply::text).map(UUID::fromString).toList());
  }

  /** How many sessions {@link #sessions} would list: more than before, if some were added. */
  public CompletionStage<Long> count() {
    return calls.call("SCARD", command(Command.SCARD).add(SESSIONS)).thenApply(Long.class::cast);
  }

  /**
   * Claims what is due of a session, at most one message for each target, for {@code length}: an instance that dies meanwhile
   * loses nothing. A session that is gone is forgotten.
   */
  public CompletionStage<Claim> claim(UUID session, Duration length) {
    return functions.claimDeliveries(session, length).thenCompose(reply -> switch (reply.status()) {
      case OK -> done(claim(session, reply.rest()));
      case NO_SESSION, DELETED ->
        calls
            .call("SREM", command(Command.SREM).add(SESSIONS).add(session.toString()))
            .thenApply(forgotten -> Claim.GONE);
      default -> throw refused(reply);
    });
  }

  private static Claim claim(UUID session, List<Object> rest) {
    return new Claim(
        deliveries(session, (List<?>) rest.get(0)),
        Long.parseLong(Reply.text(rest.get(1))),
        Double.parseDouble(Reply.text(rest.get(2))),
        Double.parseDouble(Reply.text(rest.get(3))),
        false);
  }

  /**
   * Says what came of a delivery.
   *
   * @param pause how long a failed one waits before the next attempt
   * @param giveUp how long a target may have failed before it is switched off
   */
  public CompletionStage<?> finish(
      Delivery delivery, DeliveryResult result, Duration pause, Duration giveUp) {
    return functions.finishDelivery(
        delivery.session(),
        delivery.webhook().number(),
        String.valueOf(delivery.sequence()),
        result.outcome(),
        String.valueOf(result.status()),
        result.error(),
        String.valueOf(pause.toMillis()),
        String.valueOf(giveUp.toMillis()));
  }

  private static List<Delivery> deliveries(UUID session, List<?> claimed) {
    var deliveries = new ArrayList<Delivery>();
    for (int i = 0; i < claimed.size(); i += 2) {
      var message = JSON.readTree(Reply.text(claimed.get(i + 1)));
      deliveries.add(new Delivery(session, webhook(claimed.get(i)), message));
    }
    return List.copyOf(deliveries);
  }

  private static Webhook webhook(Object stored) {
    return JSON.readValue(Reply.text(stored), Webhook.class);
  }

  private static boolean isDone(Reply reply) {
    return switch (reply.status()) {
      case OK -> true;
      case GONE -> false;
      default -> throw refused(reply);
    };
  }

  private static IllegalStateException refused(Reply reply) {
    return new IllegalStateException("the function library answered " + reply.status() + " "
        + reply.rest().stream().map(Reply::text).toList());
  }

  private static CommandArguments command(Command command) {
    return new CommandArguments(command);
  }

  private static <T> CompletionStage<T> done(T value) {
    return CompletableFuture.completedStage(value);
  }
}
