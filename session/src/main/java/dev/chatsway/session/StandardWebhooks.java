package dev.chatsway.session;

import java.util.Base64;

/**
 * The symmetric signatures of Standard Webhooks ({@code v1}: HMAC-SHA256 over id, timestamp and body, with dots between),
 * made and checked with one secret.
 *
 * <p>Not through the library of that name: it takes the body as a String, and bytes that are no UTF-8 would be verified as
 * something else than what came.
 */
public final class StandardWebhooks {

  private static final String PREFIX = "whsec_";
  private static final String VERSION = "v1,";

  private final Hmac hmac;

  /**
   * With a secret: {@code whsec_} and Base64, or Base64 alone.
   *
   * @throws IllegalArgumentException if it is not Base64
   */
  public StandardWebhooks(String secret) {
    this.hmac = new Hmac(Base64.getDecoder()
        .decode(secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret));
  }

  /**
   * The value of {@code webhook-signature}.
   *
   * @param id the value of {@code webhook-id}
   * @param timestamp the value of {@code webhook-timestamp}, in seconds since 1970
   */
  public String sign(String id, String timestamp, byte[] body) {
    return VERSION + Base64.getEncoder().encodeToString(hmac.of(id + "." + timestamp + ".", body));
  }

  /** Whether one of the signatures, separated by spaces, is right; takes the same time whatever differs. */
  public boolean isSigned(String id, String timestamp, byte[] body, String signatures) {
    var expected = sign(id, timestamp, body);
    boolean valid = false;
    for (var signature : signatures.split(" ", -1)) {
      valid |= Tokens.equal(expected, signature);
    }
    return valid;
  }
}
