package dev.chatsway.session;

import java.util.List;

/**
 * A place where viewers type.
 *
 * @param platform one of {@link #PLATFORMS}
 * @param id the platform's own id of the channel (Twitch: the broadcaster's user id), 1 to 64 characters
 */
public record Channel(String platform, String id) {

  /** The platforms whose chat can reach a session by its channel. */
  public static final List<String> PLATFORMS = List.of("twitch", "kick");
}
