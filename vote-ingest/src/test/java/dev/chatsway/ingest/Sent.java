package dev.chatsway.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** A POST as a test sends it; signed first, spoilt afterwards. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Sent(String path, Map<String, String> headers, byte[] body) {

  static final String EVENTSUB_SECRET = "what twitch signs with";

  static Sent eventSub(String type, Instant at, byte[] body) {
    return eventSub(EVENTSUB_SECRET, type, UUID.randomUUID().toString(), at, body);
  }

  /** With the delivery's own id. */
  public static Sent eventSub(String secret, String type, String id, Instant at, byte[] body) {
    return new Sent("/webhooks/eventsub", Map.of(), body)
        .with("Twitch-Eventsub-Message-Id", id)
        .with("Twitch-Eventsub-Message-Timestamp", at.toString())
        .with("Twitch-Eventsub-Message-Type", type)
        .with(
            "Twitch-Eventsub-Message-Signature",
            Sender.eventSubSignature(secret, id, at.toString(), body));
  }

  static Sent kick(Instant at, byte[] body) {
    return kick(UUID.randomUUID().toString(), at, body);
  }

  /** With the delivery's own id. */
  public static Sent kick(String id, Instant at, byte[] body) {
    return new Sent("/webhooks/kick", Map.of(), body)
        .with("Kick-Event-Message-Id", id)
        .with("Kick-Event-Message-Timestamp", at.toString())
        .with("Kick-Event-Type", "chat.message.sent")
        .with("Kick-Event-Signature", Sender.kickSignature(id, at.toString(), body));
  }

  static Sent signedBot(String secret, Instant at, byte[] body) {
    return signedBot(secret, "msg_" + UUID.randomUUID(), at, body);
  }

  /** With the delivery's own id. */
  public static Sent signedBot(String secret, String id, Instant at, byte[] body) {
    var seconds = String.valueOf(at.getEpochSecond());
    return new Sent("/webhooks/votes", Map.of(), body)
        .with("webhook-id", id)
        .with("webhook-timestamp", seconds)
        .with("webhook-signature", Sender.standardSignature(secret, id, seconds, body));
  }

  public static Sent bearer(String token, byte[] body) {
    return new Sent("/webhooks/votes", Map.of(), body).with("Authorization", "Bearer " + token);
  }

  public static Sent bearer(String token, String json) {
    return bearer(token, bytes(json));
  }

  /** JSON with single quotes for double ones. */
  public static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(UTF_8);
  }

  Sent with(String header, String value) {
    var all = new LinkedHashMap<>(headers);
    all.put(header, value);
    return new Sent(path, all, body);
  }

  Sent without(String header) {
    var all = new LinkedHashMap<>(headers);
    all.remove(header);
    return new Sent(path, all, body);
  }

  /** With one character of a header's value changed. */
  Sent spoilt(String header) {
    return spoilt(header, headers.get(header).length() - 5);
  }

  /** With that character of a header's value changed. */
  Sent spoilt(String header, int at) {
    var value = headers.get(header);
    char other = value.charAt(at) == 'A' || value.charAt(at) == 'a' ? 'b' : 'a';
    return with(header, value.substring(0, at) + other + value.substring(at + 1));
  }

  public HttpRequest request(String origin) {
    return request(origin, BodyPublishers.ofByteArray(body));
  }

  HttpRequest request(String origin, BodyPublisher publisher) {
    var request = HttpRequest.newBuilder(URI.create(origin + path)).POST(publisher);
    headers.forEach(request::header);
    return request.build();
  }
}
