package dev.chatsway.standalone;

import dev.chatsway.session.TwitchLogin;

/** What {@code --twitch} takes. */
final class TwitchOption {

  private TwitchOption() {}

  /**
   * The login name of a channel.
   *
   * @throws IllegalArgumentException if {@code sent} is neither a name nor a URL of one
   */
  static String login(String sent) {
    return TwitchLogin.parse(sent)
        .orElseThrow(() -> new IllegalArgumentException(
            "--twitch is \"" + sent + "\"; allowed: " + TwitchLogin.ALLOWED));
  }
}
