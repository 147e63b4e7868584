package dev.chatsway.standalone.redis;

import java.security.SecureRandom;
import java.util.Base64;

/** Secrets that cannot be guessed: 256 random bits, as 43 characters that need no quoting in a URL or a header. */
final class Secret {

  private Secret() {}

  static String random() {
    var bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
