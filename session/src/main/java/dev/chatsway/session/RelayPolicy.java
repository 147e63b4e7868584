package dev.chatsway.session;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which programs that relay chat the server may connect to (the operator's choice, {@code RELAY_TARGETS}), and how their
 * passwords are kept. Hosts are matched by name only; no name is resolved here.
 */
public final class RelayPolicy {

  /** The default of the setting: loopback if only this machine's programs reach the server, otherwise off. */
  public static final String DEFAULT = "auto";

  /** What the setting may be, for error messages. */
  public static final String ALLOWED = "off, or loopback and host names, separated by commas";

  /** What {@link #parse} accepts, for error messages. */
  public static final String URL =
      "a ws or wss URL such as ws://127.0.0.1:8080/, without user, password and fragment";

  private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");
  private static final Pattern HOST = Pattern.compile("[a-z0-9._-]+|\\[[0-9a-f:.]+]");
  private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

  private final Set<String> hosts;
  private final PasswordCipher cipher;

  /**
   * Reads the setting.
   *
   * @param secret what passwords are encrypted with: a secret that all instances on one Redis share
   * @throws IllegalArgumentException if {@code targets} is not {@link #ALLOWED}
   */
  public RelayPolicy(String targets, String secret) {
    var words = new TreeSet<>(List.of(COMMA.split(targets.toLowerCase(Locale.ROOT), -1)));
    if (!words.stream().allMatch(word -> HOST.matcher(word).matches())
        || (words.contains("off") && words.size() > 1)) {
      throw new IllegalArgumentException(targets);
    }
    words.removeAll(Set.of("off", DEFAULT));
    hosts = words;
    cipher = new PasswordCipher(secret);
  }

  /** Allows no program. */
  public static RelayPolicy none() {
    return new RelayPolicy("off", Tokens.token());
  }

  /** The URL of a WebSocket in a text. */
  public static Optional<URI> parse(String text) {
    try {
      var url = new URI(text);
      boolean isWebSocket = Set.of("ws", "wss").contains(String.valueOf(url.getScheme()));
      return isWebSocket
              && url.getHost() != null
              && url.getRawUserInfo() == null
              && url.getRawFragment() == null
              && text.chars().allMatch(c -> c < 127)
          ? Optional.of(url)
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** Whether the server may connect to the host of this URL. */
  public boolean allows(URI url) {
    var host = String.valueOf(url.getHost()).toLowerCase(Locale.ROOT);
    return hosts.contains(host)
        || (hosts.contains("loopback") && LOOPBACK.matcher(host).matches());
  }

  /** What a URL's host may be, for error messages. */
  public String allowed() {
    return hosts.isEmpty()
        ? "nothing: this server connects to no such program (RELAY_TARGETS). `./chatsway bot` on your computer can"
        : "a host that this server may connect to (RELAY_TARGETS): " + String.join(", ", hosts);
  }

  /** A password encrypted for one URL. */
  public String seal(String password, String url) {
    return cipher.encrypt(password, url);
  }

  /** The password of a channel: empty text if it has none; empty if it cannot be decrypted. */
  public Optional<String> password(Channel relay) {
    return relay.sealedPassword() == null
        ? Optional.of("")
        : cipher.decrypt(relay.sealedPassword(), String.valueOf(relay.url()));
  }
}
