package dev.chatsway.gateway;

import dev.chatsway.redis.session.Session;

/**
 * The URLs that people and bots are given.
 *
 * @param base what they start with, without a slash at the end
 */
public record Urls(String base) {

  /** What a streamer pastes into OBS. */
  public String overlay(Session session) {
    return base + "/overlay/" + session.overlayId();
  }

  /** What a bot that can only fetch a URL votes with. */
  public String vote(Session session) {
    return base + "/vote/" + session.linkToken();
  }

  String session(Session session) {
    return base + "/api/v1/sessions/" + session.id();
  }
}
