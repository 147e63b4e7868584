package dev.chatsway.ingest;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.PublicKey;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Kick's public key, as the URL that the operator named has it: fetched when it is first needed, and again when a signature
 * fails, since Kick may have a new one. Whoever sends bad signatures makes us ask once a minute at most.
 */
final class KickKey implements Signatures.Verifier {

  private static final Logger LOG = LoggerFactory.getLogger(KickKey.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Duration REST_WITHOUT_KEY = Duration.ofSeconds(5);
  private static final int LONGEST_ANSWER = 16_384;

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final HttpRequest request;
  private final Duration rest;

  private volatile Signatures.@Nullable Verifier current;

  private @Nullable CompletableFuture<?> fetching; // and the last answer, until it has rested
  private long fetchedNanos;

  /**
   * Fetches nothing yet.
   *
   * @param url answers with the key in PEM, or with JSON that has it at {@code data.public_key}
   * @param rest the least time between two fetches while there is a key; without one, 5 s at most
   */
  KickKey(URI url, Duration rest) {
    this.request = HttpRequest.newBuilder(url).timeout(TIMEOUT).build();
    this.rest = rest;
  }

  /** Whether the signature fits the key as it is known now. */
  @Override
  public boolean isValid(String messageId, String timestamp, byte[] body, String signature) {
    var known = current;
    return known != null && known.isValid(messageId, timestamp, body, signature);
  }

  boolean isKnown() {
    return current != null;
  }

  /** Fetches the key, unless that was done a moment ago; completes when {@link #isValid} goes by the newest there is. */
  synchronized CompletionStage<?> refresh() {
    long now = System.nanoTime();
    var wait = isKnown() || rest.compareTo(REST_WITHOUT_KEY) < 0 ? rest : REST_WITHOUT_KEY;
    if (fetching == null || (fetching.isDone() && now - fetchedNanos >= wait.toNanos())) {
      fetchedNanos = now;
      fetching = http.sendAsync(request, BodyHandlers.ofString())
          .thenApply(KickKey::key)
          .thenAccept(key -> current = Signatures.kick(key))
          .exceptionally(failure -> {
            LOG.warn(
                "Failed to fetch Kick's public key from {}: {}",
                request.uri(),
                failure.getMessage());
            return null;
          });
    }
    return fetching;
  }

  private static PublicKey key(HttpResponse<String> answer) {
    if (answer.statusCode() != 200 || answer.body().length() > LONGEST_ANSWER) {
      throw new IllegalStateException("it answered " + answer.statusCode());
    }
    return Signatures.rsaKey(pem(answer.body()));
  }

  private static String pem(String body) {
    if (!body.stripLeading().startsWith("{")) {
      return body;
    }
    try {
      return JsonMapper.shared().readTree(body).at("/data/public_key").asString("");
    } catch (JacksonException e) {
      throw new IllegalStateException("the response is not JSON", e);
    }
  }
}
