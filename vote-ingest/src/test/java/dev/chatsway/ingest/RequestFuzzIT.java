package dev.chatsway.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.redis.RedisServer;
import dev.chatsway.session.Session;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** 120,000 requests, each a good one with something broken, half of them signed after they were broken. */
@Tag("heavy")
final class RequestFuzzIT {

  private static final int REQUESTS = 120_000;
  private static final int AT_ONCE = 64;
  private static final long GROWTH = 24L << 20;
  private static final RedisServer REDIS = RedisServer.start();
  private static final IngestServer SERVER = IngestServer.start(REDIS, "");
  private static final Session SESSION =
      SERVER.session("{'platform':'twitch','id':'1'},{'platform':'kick','id':'1'}", "");

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<Integer, Integer> statuses = new ConcurrentSkipListMap<>();
  private final AtomicReference<String> wrong = new AtomicReference<>();

  @AfterAll
  static void stop() {
    SERVER.close();
    REDIS.close();
  }

  @Test
  void noRequestIsAnsweredWithAFailureOfOurs() throws InterruptedException {
    send(REQUESTS / 6); // what is kept once is kept from here on
    long before = usedMemory();
    send(REQUESTS - REQUESTS / 6);

    assertThat(wrong.get()).as("seed %d", seed).isNull();
    assertThat(statuses.keySet())
        .as("seed %d: %s", seed, new TreeMap<>(statuses))
        .allMatch(status -> status < 500);
    assertThat(statuses).as("some still got through").containsKeys(200, 204, 400, 403);
    assertThat(usedMemory() - before).as("bytes kept, seed %d", seed).isLessThan(GROWTH);
    assertThat(SERVER
            .send(Sent.bearer(SESSION.voteToken(), "{'voter':'v','text':'yes'}"))
            .body())
        .contains("\"ok\"");
  }

  @SuppressWarnings("FutureReturnValueIgnored") // looked at when it completes
  private void send(int count) throws InterruptedException {
    var slots = new Semaphore(AT_ONCE);
    for (int i = 0; i < count; i++) {
      slots.acquire();
      var request = request();
      client.sendAsync(request, BodyHandlers.ofString()).whenComplete((answer, failure) -> {
        slots.release();
        look(request, answer, failure);
      });
    }
    slots.acquire(AT_ONCE);
  }

  private void look(HttpRequest request, HttpResponse<String> answer, Throwable failure) {
    if (failure != null) {
      // a body that is refused unread ends its connection, and whoever was next on it
      return;
    }
    statuses.merge(answer.statusCode(), 1, Integer::sum);
    if (answer.statusCode() >= 500
        || answer.body().contains("Exception")
        || answer.body().contains("\tat ")) {
      wrong.compareAndSet(null, request.uri() + " " + answer.statusCode() + " " + answer.body());
    }
  }

  private HttpRequest request() {
    return switch (random.nextInt(5)) {
      case 0 ->
        platform(RefusedRequests.TWITCH, body -> Sent.eventSub(type(), Instant.now(), body));
      case 1 -> platform(RefusedRequests.KICK, body -> Sent.kick(Instant.now(), body));
      case 2 ->
        platform(
            "{'session':'" + SESSION.id() + "','voter':'v','text':'yes'%s}",
            body -> Sent.signedBot(SESSION.webhookSecret(), Instant.now(), body));
      case 3 ->
        platform(
            "[{'voter':'v','text':'+1','id':'7'%s},{'voter':'w','side':'for'}]",
            body -> Sent.bearer(SESSION.voteToken(), body));
      default -> link();
    };
  }

  private String type() {
    return switch (random.nextInt(4)) {
      case 0 -> "webhook_callback_verification";
      case 1 -> "revocation";
      default -> "notification";
    };
  }

  private interface Signing {
    Sent of(byte[] body);
  }

  private HttpRequest platform(String template, Signing signing) {
    byte[] body = Sent.bytes(template.formatted(random.nextBoolean() ? ",'x':[null,1.5e9]" : ""));
    Sent sent;
    if (random.nextBoolean()) {
      sent = signing.of(broken(body));
    } else {
      sent = signing.of(body);
      if (random.nextBoolean()) {
        sent = new Sent(sent.path(), sent.headers(), broken(body));
      }
    }
    for (var header : Map.copyOf(sent.headers()).entrySet()) {
      if (random.nextInt(12) == 0) {
        sent = random.nextBoolean()
            ? sent.without(header.getKey())
            : sent.with(header.getKey(), printable(broken(header.getValue().getBytes(ISO_8859_1))));
      }
    }
    return sent.request(SERVER.origin());
  }

  private HttpRequest link() {
    var query = new String(broken("voter=ann&text=yes&id=9".getBytes(ISO_8859_1)), ISO_8859_1)
        .replaceAll("[^!-~]|[\"<>\\\\^`{|}#%\\[\\]]", "%7C");
    var token = random.nextInt(3) > 0 ? SESSION.linkToken() : "nobody";
    return HttpRequest.newBuilder(URI.create(SERVER.origin() + "/vote/" + token + "?" + query))
        .method(random.nextInt(20) == 0 ? "PUT" : "GET", BodyPublishers.noBody())
        .build();
  }

  /** A byte or a stretch changed, doubled, taken out or put in. */
  private byte[] broken(byte[] good) {
    byte[] result = good;
    for (int i = random.nextInt(4); i >= 0; i--) {
      result = brokenOnce(result);
    }
    return result;
  }

  private byte[] brokenOnce(byte[] good) {
    if (good.length < 2) {
      return good;
    }
    int from = random.nextInt(good.length);
    int to = Math.min(good.length, from + 1 + random.nextInt(8));
    int kind = random.nextInt(4);
    byte[] result = good.clone();
    if (kind == 0) {
      result[from] = (byte) random.nextInt(256);
      return result;
    }
    int times =
        kind == 1 ? 0 : kind == 2 ? 2 : 1 + random.nextInt(random.nextInt(50) == 0 ? 4_000 : 4);
    var out = new ByteArrayOutputStream();
    out.write(good, 0, from);
    for (int i = 0; i < times; i++) {
      out.write(good, from, to - from);
    }
    out.write(good, to, good.length - to);
    return out.toByteArray();
  }

  private static String printable(byte[] bytes) {
    return new String(bytes, ISO_8859_1).replaceAll("[^ -~]", "?");
  }

  private static long usedMemory() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
