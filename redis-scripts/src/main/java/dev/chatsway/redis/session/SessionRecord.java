package dev.chatsway.redis.session;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.chatsway.redis.Reply;
import dev.chatsway.session.Channel;
import dev.chatsway.session.CoHost;
import dev.chatsway.session.Revocation;
import dev.chatsway.session.RoundRequest;
import dev.chatsway.session.Session;
import dev.chatsway.session.SessionSettings;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A session as a hash in Redis. */
final class SessionRecord {

  private static final JsonMapper JSON = JsonMapper.shared();

  /** Characters of settings that are remembered. */
  private static final long REMEMBERED = 4L << 20;

  /** Records are read again and again, by every handshake for one, and their settings are most of the work. */
  private static final LoadingCache<String, SessionSettings> SETTINGS = Caffeine.newBuilder()
      .maximumWeight(REMEMBERED)
      .weigher((String stored, SessionSettings settings) -> stored.length())
      .executor(Runnable::run)
      .build(stored -> SessionSettings.stored(JSON.readTree(stored)));

  private SessionRecord() {}

  /** The fields that a creation writes. */
  static Map<String, String> fields(Session session) {
    var fields = new LinkedHashMap<String, String>();
    fields.put("id", session.id().toString());
    fields.put("name", session.name());
    var owner = session.owner();
    if (owner != null) {
      fields.put("owner", owner.account());
      fields.put("suspended", owner.suspended() ? "1" : "0");
    }
    fields.put("overlayId", session.overlayId().toString());
    fields.put("voteToken", session.voteToken());
    fields.put("linkToken", session.linkToken());
    fields.put("ownerToken", session.ownerToken());
    fields.put("webhookSecret", session.webhookSecret());
    fields.put("controlToken", orNone(session.controlToken()));
    fields.put("deckToken", orNone(session.deckToken()));
    fields.put(
        "channels",
        JSON.writeValueAsString(
            session.channels().stream().map(SessionRecord::channelJson).toList()));
    fields.put("revocations", JSON.writeValueAsString(session.revocations()));
    fields.put("coHosts", JSON.writeValueAsString(session.coHosts()));
    fields.put("settings", session.settings().toJson());
    fields.put("createdAt", String.valueOf(session.createdAt().toEpochMilli()));
    return fields;
  }

  /** The fields that make the session of {@code record} another; what a newer build has written in its settings stays. */
  static Map<String, String> changes(Reply record, Session before, Session after) {
    Map<String, String> old = fields(before);
    var changes = new LinkedHashMap<>(fields(after));
    changes.entrySet().removeIf(field -> field.getValue().equals(old.get(field.getKey())));
    changes.computeIfPresent(
        "settings",
        (name, own) -> before.settings().stored(field(fields(record), name), after.settings()));
    return changes;
  }

  /** Parses the record that {@code get_session} returned. */
  static Session parse(Reply reply) {
    Map<String, String> fields = fields(reply);
    return new Session(
        UUID.fromString(field(fields, "id")),
        field(fields, "name"),
        owner(fields),
        UUID.fromString(field(fields, "overlayId")),
        field(fields, "voteToken"),
        field(fields, "linkToken"),
        field(fields, "ownerToken"),
        field(fields, "webhookSecret"),
        oldWebhookSecrets(fields.getOrDefault("oldWebhookSecrets", "")),
        optional(fields, "controlToken"),
        optional(fields, "deckToken"),
        channels(JSON.readTree(field(fields, "channels"))),
        revocations(JSON.readTree(fields.getOrDefault("revocations", "[]"))),
        List.of(JSON.readValue(fields.getOrDefault("coHosts", "[]"), CoHost[].class)),
        SETTINGS.get(field(fields, "settings")),
        Instant.ofEpochMilli(Long.parseLong(field(fields, "createdAt"))),
        Long.parseLong(field(fields, "edits")),
        Long.parseLong(field(fields, "settingsRevision")),
        round(fields));
  }

  private static Map<String, String> fields(Reply reply) {
    var fields = new HashMap<String, String>();
    List<?> flat = (List<?>) reply.rest().get(0);
    for (int i = 0; i < flat.size(); i += 2) {
      fields.put(Reply.text(flat.get(i)), Reply.text(flat.get(i + 1)));
    }
    return fields;
  }

  private static Session.@Nullable Owner owner(Map<String, String> fields) {
    String account = optional(fields, "owner");
    return account == null
        ? null
        : new Session.Owner(account, fields.getOrDefault("suspended", "").equals("1"));
  }

  private static Session.@Nullable Round round(Map<String, String> fields) {
    String stored = fields.getOrDefault("round", "");
    if (stored.isEmpty()) {
      return null;
    }
    var words = JSON.readValue(stored, RoundRequest.Words.class);
    return new Session.Round(words, fields.containsKey("frozen"));
  }

  /** Those that {@code get_session} leaves: each with its end behind it, which the library keeps. */
  private static List<String> oldWebhookSecrets(String text) {
    return Pattern.compile(" \\d+ ?")
        .splitAsStream(text)
        .filter(secret -> !secret.isEmpty())
        .toList();
  }

  private static List<Channel> channels(JsonNode json) {
    return json.valueStream().map(SessionRecord::channel).toList();
  }

  /** A channel as it is stored, with its encrypted password. */
  static ObjectNode channelJson(Channel channel) {
    ObjectNode json = JSON.valueToTree(channel);
    return channel.sealedPassword() == null
        ? json
        : json.put("sealedPassword", channel.sealedPassword());
  }

  static Channel channel(JsonNode json) {
    if (json.hasNonNull("url")) {
      var sealed = json.path("sealedPassword").asString("");
      return Channel.ofRelay(
          json.path("platform").asString(),
          json.path("url").asString(),
          sealed.isEmpty() ? null : sealed);
    }
    return json.hasNonNull("login")
        ? Channel.ofTwitchLogin(json.path("login").asString())
        : new Channel(json.path("platform").asString(), json.path("id").asString());
  }

  private static List<Revocation> revocations(JsonNode json) {
    return json.valueStream()
        .map(each -> new Revocation(
            channel(each.path("channel")),
            each.path("reason").asString(),
            Instant.parse(each.path("at").asString())))
        .toList();
  }

  /** An empty field means none, because the library's update removes no fields. */
  private static String orNone(@Nullable String token) {
    return token == null ? "" : token;
  }

  private static @Nullable String optional(Map<String, String> fields, String name) {
    String value = fields.getOrDefault(name, "");
    return value.isEmpty() ? null : value;
  }

  private static String field(Map<String, String> fields, String name) {
    String value = fields.get(name);
    if (value == null) {
      throw new IllegalStateException("a session's record has no field " + name);
    }
    return value;
  }
}
