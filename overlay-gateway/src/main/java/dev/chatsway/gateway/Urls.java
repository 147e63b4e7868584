package dev.chatsway.gateway;

import dev.chatsway.redis.session.Session;
import java.util.function.Supplier;

/**
 * The URLs that people and bots are given.
 *
 * @param base what they start with, without a slash at the end; asked for anew each time, since a port may be known only once
 *     it was taken
 */
public record Urls(Supplier<String> base) {

  /** What a streamer pastes into OBS. */
  public String overlay(Session session) {
    return base.get() + "/overlay/" + session.overlayId();
  }

  /** What a bot that can only fetch a URL votes with. */
  public String vote(Session session) {
    return base.get() + "/vote/" + session.linkToken();
  }

  /** The session in the session API. */
  String session(Session session) {
    return base.get() + "/api/v1/sessions/" + session.id();
  }
}
