package dev.chatsway.twitch;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The response of {@code GET /api/v1/twitch} (docs/interface.md, section 4). Contains no secrets.
 *
 * @param configured whether all settings are present
 * @param missing the variables that are not set
 * @param healthy whether Twitch sends every chat that a session asks for
 * @param appToken whether Twitch accepts the client id and secret; null if not configured
 * @param bot the account that reads the chats; null if not configured
 * @param conduit Chatsway's conduit; null if not configured
 * @param channels of all sessions
 * @param lastPass the newest comparison; null before the first
 * @param todo instructions for people; those for a channel are in its entry
 */
record TwitchReport(
    boolean configured,
    List<String> missing,
    boolean healthy,
    @Nullable AppTokenState appToken,
    @Nullable BotState bot,
    @Nullable ConduitState conduit,
    List<ChannelReport> channels,
    @Nullable LastPass lastPass,
    List<String> todo) {

  record AppTokenState(boolean ok, @Nullable String problem) {}

  /** {@code consented} covers only consents given here: one given elsewhere is as valid, but not known. */
  record BotState(String userId, boolean consented) {}

  /** {@code id} is null while there is none; {@code shard} is Twitch's word, or {@code none} or {@code unknown}. */
  record ConduitState(@Nullable String id, String shard, String callback) {}

  record InSession(UUID id, String name) {}

  /** {@code status} is that of the subscription, or {@code unknown} while Twitch does not answer. */
  record ChannelReport(
      String channel,
      List<InSession> sessions,
      String status,
      @Nullable String reason,
      @Nullable String todo) {}

  record LastPass(String at, @Nullable String problem) {}

  static TwitchReport unconfigured(List<String> missing) {
    return new TwitchReport(
        false,
        missing,
        false,
        null,
        null,
        null,
        List.of(),
        null,
        List.of("Set " + String.join(", ", missing) + " (docs/bots.md), and start again."));
  }
}
