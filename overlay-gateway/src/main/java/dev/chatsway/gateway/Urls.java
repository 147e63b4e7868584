package dev.chatsway.gateway;

import dev.chatsway.session.Session;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The URLs for people and bots.
 *
 * @param base the start of the URLs, without a slash at the end; called each time, because the port may be known only
 *     after binding
 * @param network the same by an address that other devices in the local network reach; empty if there is none, or if
 *     {@code base} is one
 */
public record Urls(Supplier<String> base, Supplier<String> network) {

  /** Without an address in the local network. */
  public Urls(Supplier<String> base) {
    this(base, () -> "");
  }

  /** The URL for OBS. */
  public String overlay(Session session) {
    return base.get() + "/overlay/" + session.overlayId();
  }

  /** The URL for bots that can only fetch a URL. */
  public String vote(Session session) {
    return base.get() + "/vote/" + session.linkToken();
  }

  /**
   * A co-host's page, for their phone too, or null if there is none. The token comes after the {@code #}, which browsers
   * do not send: it appears in no log and no {@code Referer} (RFC 9110, section 4.2.5 and 10.1.3).
   */
  @Nullable
  String control(Session session) {
    return session.controlToken() == null
        ? null
        : (network.get().isEmpty() ? base : network).get() + "/control#" + session.controlToken();
  }

  /** The base of a Stream Deck's URLs, or null if there are none. */
  @Nullable
  String deck(Session session) {
    return session.deckToken() == null ? null : base.get() + "/deck/" + session.deckToken();
  }

  /** The session in the session API. */
  String session(Session session) {
    return base.get() + "/api/v1/sessions/" + session.id();
  }
}
