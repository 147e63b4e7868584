package dev.chatsway.ingest;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chatsway.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** The table of requests that are refused, for every platform. */
final class RefusedRequests {

  static final String TWITCH =
      "{'subscription':{'type':'channel.chat.message'},'event':{'broadcaster_user_id':'1',"
          + "'chatter_user_id':'2','message_id':'m','message':{'text':'yes'}%s}}";
  static final String KICK =
      "{'message_id':'m','broadcaster':{'user_id':1},'sender':{'user_id':2},'content':'yes'%s}";

  private RefusedRequests() {}

  private static String botVote(Session session) {
    return "{'session':'" + session.id() + "','voter':'v','text':'yes'%s}";
  }

  private static Arguments row(String what, Sent sent, int status, String reason) {
    return Arguments.of(what, sent, status, reason);
  }

  /** What every platform that signs has in common. */
  private static List<Arguments> rows(
      String platform,
      BiFunction<Instant, byte[], Sent> sign,
      String valid,
      String signature,
      Duration age,
      Duration ahead,
      List<String> required) {
    var now = Instant.now();
    var good = sign.apply(now, Sent.bytes(valid.formatted("")));
    var rows = new ArrayList<Arguments>();
    for (var header : required) {
      rows.add(row(platform + " without " + header, good.without(header), 400, "missing_header"));
    }
    rows.add(
        row(platform + " with a wrong signature", good.spoilt(signature), 403, "bad_signature"));
    rows.add(
        row(platform + " with an empty signature", good.with(signature, ""), 403, "bad_signature"));
    rows.add(row(
        platform + " with another body",
        new Sent(good.path(), good.headers(), Sent.bytes(valid.formatted(" "))),
        403,
        "bad_signature"));
    rows.add(row(
        platform + " too old",
        sign.apply(now.minus(age).minusSeconds(5), good.body()),
        403,
        "stale_timestamp"));
    rows.add(row(
        platform + " too early",
        sign.apply(now.plus(ahead).plusSeconds(60), good.body()),
        403,
        "future_timestamp"));
    bodies(valid)
        .forEach((what, body, status, reason) ->
            rows.add(row(platform + " " + what, sign.apply(now, body), status, reason)));
    return rows;
  }

  private interface Body {
    void accept(String what, byte[] body, int status, String reason);
  }

  private interface Bodies {
    void forEach(Body each);
  }

  private static Bodies bodies(String valid) {
    return each -> {
      each.accept(
          "with a huge body", (" ".repeat(256 * 1024) + "{}").getBytes(UTF_8), 413, "too_large");
      each.accept("with an empty body", new byte[0], 400, "not_json");
      each.accept("with white space", Sent.bytes("  "), 400, "not_json");
      each.accept("with no JSON", Sent.bytes("voter=a&text=yes"), 400, "not_json");
      each.accept("with two values", Sent.bytes(valid.formatted("") + "{}"), 400, "not_json");
      each.accept("with a key twice", Sent.bytes(valid.formatted(",'x':1,'x':2")), 400, "not_json");
      each.accept("cut short", Sent.bytes(valid.formatted("").substring(0, 60)), 400, "not_json");
      each.accept("nested too deeply", Sent.bytes("[".repeat(2_000)), 400, "not_json");
      each.accept(
          "in UTF-16", valid.formatted("").replace('\'', '"').getBytes(UTF_16), 400, "not_json");
      var invalid = Sent.bytes(valid.formatted(",'x':'?'"));
      invalid[new String(invalid, UTF_8).indexOf('?')] = (byte) 0xC3;
      each.accept("with invalid UTF-8", invalid, 400, "not_json");
      each.accept("of the wrong shape", Sent.bytes("{'hello':[1,2]}"), 400, "wrong_shape");
      each.accept("with a number", Sent.bytes("7"), 400, "wrong_shape");
    };
  }

  /** Every row: what is wrong, the request, the status and the reason it is answered with. */
  static Stream<Arguments> refused(Session session) {
    var botVote = botVote(session);
    var rows = new ArrayList<Arguments>();
    rows.addAll(rows(
        "Twitch",
        (at, body) -> Sent.eventSub("notification", at, body),
        TWITCH,
        "Twitch-Eventsub-Message-Signature",
        Duration.ofMinutes(10),
        Duration.ofMinutes(1),
        List.of(
            "Twitch-Eventsub-Message-Id",
            "Twitch-Eventsub-Message-Timestamp",
            "Twitch-Eventsub-Message-Signature",
            "Twitch-Eventsub-Message-Type")));
    rows.addAll(rows(
        "Kick",
        Sent::kick,
        KICK,
        "Kick-Event-Signature",
        Duration.ofMinutes(10),
        Duration.ofMinutes(1),
        List.of(
            "Kick-Event-Message-Id",
            "Kick-Event-Message-Timestamp",
            "Kick-Event-Signature",
            "Kick-Event-Type")));
    rows.addAll(rows(
        "Signing bot",
        (at, body) -> Sent.signedBot(session.webhookSecret(), at, body),
        botVote,
        "webhook-signature",
        Duration.ofMinutes(5),
        Duration.ofMinutes(5),
        List.of("webhook-id", "webhook-timestamp", "webhook-signature")));
    bodies(botVote)
        .forEach((what, body, status, reason) -> rows.add(
            row("Bearer " + what, Sent.bearer(session.voteToken(), body), status, reason)));

    var bot = botVote.formatted("");
    var twitch = Sent.eventSub("notification", Instant.now(), Sent.bytes(TWITCH.formatted("")));
    rows.add(row(
        "Twitch with no timestamp",
        twitch.with("Twitch-Eventsub-Message-Timestamp", "now"),
        400,
        "malformed_header"));
    rows.add(row(
        "Twitch with another id",
        twitch.with("Twitch-Eventsub-Message-Id", "x"),
        403,
        "bad_signature"));
    rows.add(row(
        "A challenge without one",
        Sent.eventSub("webhook_callback_verification", Instant.now(), Sent.bytes("{}")),
        400,
        "wrong_shape"));
    rows.add(row("No token", Sent.bearer("x", bot).without("Authorization"), 401, "no_token"));
    rows.add(row(
        "Another scheme",
        Sent.bearer("x", bot).with("Authorization", "Basic YTpi"),
        401,
        "no_token"));
    rows.add(row("An empty token", Sent.bearer("", bot), 401, "no_token"));
    rows.add(row("An unknown token", Sent.bearer("nobody's", bot), 401, "unknown_token"));
    rows.add(row(
        "A link token as a vote token",
        Sent.bearer(session.linkToken(), bot),
        401,
        "unknown_token"));
    rows.add(row(
        "An endless key",
        Sent.bearer(session.voteToken(), bot).with("Idempotency-Key", "k".repeat(201)),
        400,
        "malformed_header"));
    rows.add(row(
        "An unknown field",
        Sent.bearer(session.voteToken(), botVote.formatted(",'weight':9")),
        400,
        "wrong_shape"));
    rows.add(row(
        "One malformed of two",
        Sent.bearer(session.voteToken(), "[" + bot + ",{'voter':'w'}]"),
        400,
        "wrong_shape"));
    rows.add(row(
        "501 votes",
        Sent.bearer(session.voteToken(), "[" + bot + ("," + bot).repeat(500) + "]"),
        400,
        "wrong_shape"));
    rows.add(row(
        "A secret of another session",
        Sent.signedBot("whsec_AAAA", Instant.now(), Sent.bytes(bot)),
        403,
        "bad_signature"));
    rows.add(row(
        "A session that is not there",
        Sent.signedBot(
            session.webhookSecret(),
            Instant.now(),
            Sent.bytes(
                "{'session':'00000000-0000-4000-8000-000000000000','voter':'v','text':'yes'}")),
        403,
        "bad_signature"));
    rows.add(row(
        "Two sessions in one signed request",
        Sent.signedBot(
            session.webhookSecret(),
            Instant.now(),
            Sent.bytes("[" + bot
                + ",{'session':'00000000-0000-4000-8000-000000000000','voter':'v','text':'yes'}]")),
        400,
        "wrong_shape"));
    return rows.stream();
  }
}
