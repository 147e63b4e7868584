package dev.chatsway.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A channel where viewers chat. It has either an id or a login: the platform sends the lines of a channel with an id,
 * and the server reads the chat of one with a login.
 *
 * @param platform one of {@link #PLATFORMS}
 * @param id the platform's id of the channel (Twitch: the broadcaster's user id), 1 to 64 characters
 * @param login the channel's login name at Twitch, as {@link TwitchLogin#parse} returns it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Channel(
    String platform, @Nullable String id, @Nullable String login) {

  /** The platforms whose channels a session can have. */
  public static final List<String> PLATFORMS = List.of("twitch", "kick");

  /** A channel named by its id. */
  public Channel(String platform, String id) {
    this(platform, id, null);
  }

  /** A channel of Twitch named by its login. */
  public static Channel ofTwitchLogin(String login) {
    return new Channel("twitch", null, login);
  }
}
