package dev.chatsway.session;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Parses the login name of a Twitch channel from a name or URL. */
public final class TwitchLogin {

  /** What {@link #parse} accepts, for error messages. */
  public static final String ALLOWED =
      "a Twitch channel: its name (1 to 25 of a-z, 0-9 and _), or its URL such as https://www.twitch.tv/name";

  private static final Pattern LOGIN = Pattern.compile("[@#]?([a-z0-9_]{1,25})");

  /** The channel's page, its pop-out chat, and its dashboard. */
  private static final Pattern URL =
      Pattern.compile("(?:https?://)?(?:(?:www|m|go|dashboard)\\.)?twitch\\.tv/"
          + "(?:popout/|embed/|moderator/|u/)?([a-z0-9_]{1,25})(?:[/?#].*)?");

  private TwitchLogin() {}

  /**
   * The login in a name ({@code Name}, {@code @name}, {@code #name}) or in a URL of the channel ({@code https://m.twitch.tv/name},
   * with or without its scheme).
   *
   * @return the login in lower case; empty if the text is neither
   */
  public static Optional<String> parse(String text) {
    var sent = text.strip().toLowerCase(Locale.ROOT);
    for (var form : new Pattern[] {LOGIN, URL}) {
      var found = form.matcher(sent);
      if (found.matches()) {
        return Optional.of(found.group(1));
      }
    }
    return Optional.empty();
  }
}
