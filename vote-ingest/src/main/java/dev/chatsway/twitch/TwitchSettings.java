package dev.chatsway.twitch;

import com.typesafe.config.Config;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The settings for Twitch's API ({@code chatsway.ingest.twitch} in {@code reference.conf}).
 *
 * @param clientId the client id of the application registered at Twitch
 * @param clientSecret its secret
 * @param botUserId the user id of the account that reads the chats
 * @param eventSubSecret the secret that Twitch signs with
 * @param publicUrl the start of this server's URLs, without a slash at the end
 * @param api Helix, without a slash at the end
 * @param auth OAuth, without a slash at the end
 * @param poll how often an instance checks whether sessions have changed, and renews or tries to get the lease
 * @param interval how often everything is compared even if nothing has changed
 * @param lease how long after its last renewal an instance stays the reconciler
 * @param timeout how long a call may take
 * @param patience how calls are retried
 */
public record TwitchSettings(
    String clientId,
    String clientSecret,
    String botUserId,
    String eventSubSecret,
    String publicUrl,
    URI api,
    URI auth,
    Duration poll,
    Duration interval,
    Duration lease,
    Duration timeout,
    RetryPolicy patience) {

  private static final String PATH = "chatsway.ingest.twitch.";
  private static final Pattern NUMBER = Pattern.compile("\\d{1,20}");
  private static final Pattern PRINTABLE = Pattern.compile("[!-~]*");

  /** Checks every range, and contradictions. */
  public TwitchSettings {
    check(
        "client-id", clientId, PRINTABLE.matcher(clientId).matches(), "ASCII without white space");
    check(
        "client-secret",
        "(hidden)",
        PRINTABLE.matcher(clientSecret).matches(),
        "ASCII without white space");
    check(
        "bot-user-id",
        botUserId,
        botUserId.isEmpty() || NUMBER.matcher(botUserId).matches(),
        "the user id of a Twitch account, which is a number");
    check("api-url", api.toString(), isHttp(api), "an absolute http or https URL");
    check("auth-url", auth.toString(), isHttp(auth), "an absolute http or https URL");
    within("poll", poll, 10, 60_000);
    within("interval", interval, 1_000, 86_400_000);
    within("lease", lease, 500, 300_000);
    within("timeout", timeout, 100, 60_000);
    within("patience.least", patience.least(), 1, 60_000);
    within("patience.most", patience.most(), 1, 3_600_000);
    int tries = patience.tries();
    check("patience.tries", String.valueOf(tries), tries >= 1 && tries <= 20, "within 1 to 20");
    check(
        "lease",
        lease.toMillis() + " ms",
        lease.compareTo(poll.multipliedBy(3)) >= 0,
        "at least three times poll, by which it is renewed");
    if (!clientId.isEmpty()
        && !botUserId.isEmpty()
        && "https".equals(api.getScheme())
        && publicUrl.startsWith("http:")) { // a stand-in of Twitch may deliver to http
      throw new IllegalArgumentException(
          "chatsway.http.public-url: " + publicUrl
              + " cannot receive Twitch's webhooks; allowed with TWITCH_BOT_USER_ID: an https URL on port 443");
    }
  }

  /**
   * Reads {@code chatsway.ingest.twitch}, and the secret of {@code chatsway.ingest.eventsub}.
   *
   * @param publicUrl the start of this server's URLs, without a slash at the end; may be empty
   * @throws IllegalArgumentException naming the key, the value and what is allowed
   */
  public static TwitchSettings from(Config config, String publicUrl) {
    var twitch = config.getConfig("chatsway.ingest.twitch");
    return new TwitchSettings(
        twitch.getString("client-id"),
        twitch.getString("client-secret"),
        twitch.getString("bot-user-id"),
        config.getString("chatsway.ingest.eventsub.secret"),
        publicUrl,
        url("api-url", twitch.getString("api-url")),
        url("auth-url", twitch.getString("auth-url")),
        twitch.getDuration("poll"),
        twitch.getDuration("interval"),
        twitch.getDuration("lease"),
        twitch.getDuration("timeout"),
        new RetryPolicy(
            twitch.getDuration("patience.least"),
            twitch.getDuration("patience.most"),
            twitch.getInt("patience.tries")));
  }

  /** Whether any of these settings is present, not counting the two that have other uses too. */
  boolean isWanted() {
    return !clientId.isEmpty() || !clientSecret.isEmpty() || !botUserId.isEmpty();
  }

  /** The names of required environment variables that are not set. */
  List<String> missing() {
    var needed = new LinkedHashMap<String, String>();
    needed.put("TWITCH_CLIENT_ID", clientId);
    needed.put("TWITCH_CLIENT_SECRET", clientSecret);
    needed.put("TWITCH_BOT_USER_ID", botUserId);
    needed.put("TWITCH_EVENTSUB_SECRET", eventSubSecret);
    needed.put("PUBLIC_URL", publicUrl);
    needed.values().removeIf(value -> !value.isEmpty());
    return List.copyOf(needed.keySet());
  }

  /** The URL that Twitch delivers to. */
  String callback() {
    return publicUrl + "/webhooks/eventsub";
  }

  /** The URL where streamers start, and to which Twitch redirects them. */
  String connectUrl() {
    return publicUrl + "/twitch/connect";
  }

  /** Without any secret. */
  @Override
  public String toString() {
    return "TwitchSettings[client " + clientId + ", bot " + botUserId + ", " + api + "]";
  }

  private static URI url(String key, String sent) {
    try {
      return URI.create(sent.strip().replaceFirst("/+$", ""));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(PATH + key + ": " + sent + " is not a URL", e);
    }
  }

  private static boolean isHttp(URI url) {
    return url.getHost() != null
        && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()));
  }

  private static void within(String key, Duration value, long least, long most) {
    long millis = value.toMillis();
    check(
        key,
        String.valueOf(millis),
        millis >= least && millis <= most,
        "within " + least + " to " + most + " ms");
  }

  private static void check(String key, String value, boolean good, String allowed) {
    if (!good) {
      throw new IllegalArgumentException(PATH + key + ": " + value + " is not " + allowed);
    }
  }
}
