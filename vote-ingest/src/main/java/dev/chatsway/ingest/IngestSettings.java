package dev.chatsway.ingest;

import com.typesafe.config.Config;
import dev.chatsway.http.Rate;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * The settings for receiving votes ({@code chatsway.ingest} in {@code reference.conf}).
 *
 * @param eventSubSecret the secret that Twitch signs with, 10 to 100 ASCII characters; if empty, the endpoint accepts
 *     nothing
 * @param eventSubSecondSecret a secret that Twitch may sign with as well, for a rotation; may be empty
 * @param kickPublicKey Kick's public key, in PEM; if this and the URL are empty, the endpoint accepts nothing
 * @param kickPublicKeyUrl the URL to fetch Kick's key from, if it is not given; never both
 * @param kickPublicKeyRest minimum time between two fetches of it
 * @param maxBody maximum size of a body, in bytes
 * @param bodyTimeout how long a body may take to arrive
 * @param maxAge how old a platform's timestamp may be
 * @param maxAhead how far it may be ahead of this server's clock
 * @param botMaxSkew how far a Standard Webhooks timestamp may be from now, either way
 * @param botBudget bytes a second that the bots of one session may send, with bursts of ten times as much
 * @param ownerVotes votes a minute in all sessions of an owner, with bursts of ten seconds' worth
 * @param cacheTtl how long a session's settings are cached
 * @param cacheEntries maximum tokens and channels that are cached
 * @param linkReply the response of {@code GET /vote}; {@code {status}} and {@code {value}} are filled in
 */
public record IngestSettings(
    String eventSubSecret,
    String eventSubSecondSecret,
    String kickPublicKey,
    Optional<URI> kickPublicKeyUrl,
    Duration kickPublicKeyRest,
    int maxBody,
    Duration bodyTimeout,
    Duration maxAge,
    Duration maxAhead,
    Duration botMaxSkew,
    int botBudget,
    Rate ownerVotes,
    Duration cacheTtl,
    int cacheEntries,
    String linkReply) {

  private static final int BUDGET_BURST_SECONDS = 10;
  private static final int MIN_BUDGET = 1_024;
  private static final int MAX_BUDGET = 32 * 1_024 * 1_024;
  private static final String PATH = "chatsway.ingest";
  static final String EVENTSUB_SECRET = PATH + ".eventsub.secret";
  static final String KICK_PUBLIC_KEY = PATH + ".kick.public-key";
  private static final String KICK_PUBLIC_KEY_URL = PATH + ".kick.public-key-url";

  /** Checks every range. */
  public IngestSettings {
    checkSecret(EVENTSUB_SECRET, eventSubSecret);
    checkSecret(PATH + ".eventsub.second-secret", eventSubSecondSecret);
    if (!kickPublicKey.isEmpty()) {
      check(
          KICK_PUBLIC_KEY,
          kickPublicKey,
          isRsaKey(kickPublicKey),
          "an RSA public key in PEM, or empty");
    }
    kickPublicKeyUrl.ifPresent(url -> {
      check(KICK_PUBLIC_KEY_URL, url.toString(), isHttp(url), "an http or https URL, or empty");
      check(
          KICK_PUBLIC_KEY_URL,
          url.toString(),
          kickPublicKey.isEmpty(),
          "needed: " + KICK_PUBLIC_KEY + " is set too; set only one of them");
    });
    within("kick.public-key-rest", kickPublicKeyRest.toMillis(), 0, 3_600_000, "ms");
    within("max-body", maxBody, 1_024, 8 * 1_024 * 1_024, "bytes");
    within("body-timeout", bodyTimeout.toMillis(), 100, 60_000, "ms");
    // With the seen keys' 15 minutes a request that is still fresh enough is still known.
    within("timestamps.max-age", maxAge.toMillis(), 1_000, 840_000, "ms");
    within("timestamps.max-ahead", maxAhead.toMillis(), 0, 60_000, "ms");
    within("timestamps.bot-max-skew", botMaxSkew.toMillis(), 1_000, 420_000, "ms");
    within("bot-budget", botBudget, MIN_BUDGET, MAX_BUDGET, "bytes");
    within("owner-votes", ownerVotes.perMinute() / 60, 1, 100_000, "votes a second");
    within("session-cache.ttl", cacheTtl.toMillis(), 0, 1_000, "ms");
    within("session-cache.max-entries", cacheEntries, 1, 10_000_000, "entries");
    check(PATH + ".link.reply", linkReply, linkReply.length() <= 400, "up to 400 characters");
  }

  /**
   * Reads {@code chatsway.ingest}.
   *
   * @throws IllegalArgumentException naming the key, the value and what is allowed
   */
  public static IngestSettings from(Config config) {
    var ingest = config.getConfig(PATH);
    return new IngestSettings(
        ingest.getString("eventsub.secret"),
        ingest.getString("eventsub.second-secret"),
        ingest.getString("kick.public-key"),
        url(ingest.getString("kick.public-key-url")),
        ingest.getDuration("kick.public-key-rest"),
        (int) Math.min(ingest.getBytes("max-body"), Integer.MAX_VALUE),
        ingest.getDuration("body-timeout"),
        ingest.getDuration("timestamps.max-age"),
        ingest.getDuration("timestamps.max-ahead"),
        ingest.getDuration("timestamps.bot-max-skew"),
        (int) Math.min(ingest.getBytes("bot-budget"), Integer.MAX_VALUE),
        ownerVotes(ingest.getInt("owner-votes")),
        ingest.getDuration("session-cache.ttl"),
        ingest.getInt("session-cache.max-entries"),
        ingest.getString("link.reply"));
  }

  /** Of votes a second; a number out of range is refused with the others. */
  private static Rate ownerVotes(int perSecond) {
    int within = Math.max(0, Math.min(perSecond, 1_000_000));
    return new Rate(within * BUDGET_BURST_SECONDS, within * 60);
  }

  /** Bytes that the bots of one session may send at once; never less than one body. */
  int botBudgetBurst() {
    return Math.max(maxBody, botBudget * BUDGET_BURST_SECONDS);
  }

  /** Bytes that the bots of one session may send per minute. */
  int botBudgetPerMinute() {
    return botBudget * 60;
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "IngestSettings[eventsub " + (eventSubSecret.isEmpty() ? "off" : "on") + ", kick "
        + (kickPublicKey.isEmpty() && kickPublicKeyUrl.isEmpty() ? "off" : "on") + "]";
  }

  private static Optional<URI> url(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new URI(text));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          KICK_PUBLIC_KEY_URL + ": " + text + " is not an http or https URL, or empty", e);
    }
  }

  private static boolean isHttp(URI url) {
    return url.getHost() != null
        && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()));
  }

  private static void checkSecret(String key, String secret) {
    boolean ascii = StandardCharsets.US_ASCII.newEncoder().canEncode(secret);
    boolean good = ascii && secret.length() >= 10 && secret.length() <= 100;
    check(key, "(hidden)", secret.isEmpty() || good, "10 to 100 ASCII characters, or empty");
  }

  private static boolean isRsaKey(String pem) {
    try {
      Signatures.rsaKey(pem);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static void within(String key, long value, long least, long most, String unit) {
    check(
        PATH + "." + key,
        String.valueOf(value),
        value >= least && value <= most,
        "within " + least + " to " + most + " " + unit);
  }

  private static void check(String key, String value, boolean good, String allowed) {
    if (!good) {
      throw new IllegalArgumentException(key + ": " + value + " is not " + allowed);
    }
  }
}
