package dev.chatsway.session;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A channel where viewers chat. It has an id, a login or a URL: the platform sends the lines of a channel with an id,
 * and the server reads the chat of the others. One with a URL is a program that relays the chat of several platforms
 * (docs/adr/0019-chats-read-by-the-server.md).
 *
 * @param platform one of {@link #PLATFORMS}
 * @param id the platform's id of the channel (Twitch: the broadcaster's user id), 1 to 64 characters
 * @param login the channel's login name at Twitch, as {@link TwitchLogin#parse} returns it
 * @param url the WebSocket of the program, one of {@link #RELAYS}; may contain a secret
 * @param sealedPassword its password, as {@link RelayPolicy#seal} returns it; null if it has none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Channel(
    String platform,
    @Nullable String id,
    @Nullable String login,
    @Nullable String url,
    @JsonIgnore @Nullable String sealedPassword) {

  public static final String STREAMERBOT = "streamerbot";
  public static final String SOCIALSTREAM = "socialstream";

  /** The programs that relay chat, each a platform. */
  public static final List<String> RELAYS = List.of(STREAMERBOT, SOCIALSTREAM);

  /** The platforms whose channels a session can have. */
  public static final List<String> PLATFORMS = List.of("twitch", "kick", STREAMERBOT, SOCIALSTREAM);

  /** A channel named by its id. */
  public Channel(String platform, String id) {
    this(platform, id, null, null, null);
  }

  /** A channel of Twitch named by its login. */
  public static Channel ofTwitchLogin(String login) {
    return new Channel("twitch", null, login, null, null);
  }

  /** What a program relays. */
  public static Channel ofRelay(String platform, String url, @Nullable String sealedPassword) {
    return new Channel(platform, null, null, url, sealedPassword);
  }

  /** Whether the server reads its chat itself. */
  public boolean readByServer() {
    return login != null || url != null;
  }

  /** Its name within the platform, in keys: the login, or a hash of the URL and the password, or the id. */
  public String name() {
    if (url != null) {
      return Tokens.hash(url + "\n" + (sealedPassword == null ? "" : sealedPassword));
    }
    return login == null ? String.valueOf(id) : login;
  }

  /** Without the URL and the password. */
  @Override
  public String toString() {
    return "Channel[" + platform + ":" + name() + "]";
  }
}
