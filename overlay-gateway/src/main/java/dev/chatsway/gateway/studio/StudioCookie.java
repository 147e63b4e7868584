package dev.chatsway.gateway.studio;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The cookie of the studio: says who is signed in and until when, signed (HMAC-SHA256) with a key derived from the admin
 * token, so that every instance understands it, nothing has to be kept, and a new admin token ends all sign-ins. It holds no
 * token.
 */
public final class StudioCookie {

  static final String NAME = "chatsway-studio";

  private static final String ALGORITHM = "HmacSHA256";
  private static final String PURPOSE = "chatsway studio cookie 1";
  private static final String ADMIN = "admin";

  private final byte[] key;
  private final Clock clock;
  private final Duration lifetime;

  /** Cookies that are good for {@code lifetime}. */
  public StudioCookie(String adminToken, Clock clock, Duration lifetime) {
    this.key = hmac(PURPOSE.getBytes(StandardCharsets.UTF_8), adminToken);
    this.clock = clock;
    this.lifetime = lifetime;
  }

  /** What stands for an owner token in a cookie: the token cannot be had back from it. */
  public String mark(String ownerToken) {
    return text(hmac(key, "owner token " + ownerToken));
  }

  /** The header that signs a visitor in. */
  String signIn(Principal visitor, boolean secure) {
    String who =
        visitor instanceof Principal.Owner owner ? owner.session() + "." + owner.mark() : ADMIN;
    String content = clock.instant().plus(lifetime).getEpochSecond() + "." + who;
    return header(content + "." + text(hmac(key, content)), lifetime.toSeconds(), secure);
  }

  /** The header that signs out. */
  String signOut(boolean secure) {
    return header("", 0, secure);
  }

  /** Who a cookie's value signs in; nobody if it is not ours, or too old. */
  Optional<Principal> visitor(String value) {
    int end = value.lastIndexOf('.');
    if (end < 0) {
      return Optional.empty();
    }
    String content = value.substring(0, end);
    boolean isOurs = MessageDigest.isEqual(
        text(hmac(key, content)).getBytes(StandardCharsets.UTF_8),
        value.substring(end + 1).getBytes(StandardCharsets.UTF_8));
    return isOurs ? parse(content.split("\\.")) : Optional.empty();
  }

  /** Only what we have signed comes here. */
  private Optional<Principal> parse(String[] parts) {
    if (!clock.instant().isBefore(Instant.ofEpochSecond(Long.parseLong(parts[0])))) {
      return Optional.empty();
    }
    return Optional.of(
        parts[1].equals(ADMIN)
            ? new Principal.Admin()
            : new Principal.Owner(UUID.fromString(parts[1]), parts[2]));
  }

  private static String header(String value, long seconds, boolean secure) {
    return "%s=%s; Path=/; Max-Age=%s; HttpOnly; SameSite=Strict%s"
        .formatted(NAME, value, seconds, secure ? "; Secure" : "");
  }

  private static byte[] hmac(byte[] key, String content) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac.doFinal(content.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
