package dev.chatsway.gateway;

import dev.chatsway.session.Session;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The URLs that people and bots are given.
 *
 * @param base what they start with, without a slash at the end; asked for anew each time, since a port may be known only once
 *     it was taken
 * @param network the same by an address that other devices in the local network reach; empty: there is none, or {@code base}
 *     is one
 */
public record Urls(Supplier<String> base, Supplier<String> network) {

  /** Without an address in the local network. */
  public Urls(Supplier<String> base) {
    this(base, () -> "");
  }

  /** What a streamer pastes into OBS. */
  public String overlay(Session session) {
    return base.get() + "/overlay/" + session.overlayId();
  }

  /** What a bot that can only fetch a URL votes with. */
  public String vote(Session session) {
    return base.get() + "/vote/" + session.linkToken();
  }

  /**
   * A co-host's page, for their phone too, or null if it was not made. The token stands behind the {@code #}, which a browser sends to nobody: it is
   * in no log and no {@code Referer} (RFC 9110, section 4.2.5 and 10.1.3).
   */
  @Nullable
  String control(Session session) {
    return session.controlToken() == null
        ? null
        : (network.get().isEmpty() ? base : network).get() + "/control#" + session.controlToken();
  }

  /** What a Stream Deck's actions are below, or null if it was not made. */
  @Nullable
  String deck(Session session) {
    return session.deckToken() == null ? null : base.get() + "/deck/" + session.deckToken();
  }

  /** The session in the session API. */
  String session(Session session) {
    return base.get() + "/api/v1/sessions/" + session.id();
  }
}
