package dev.chatsway.chat;

import dev.chatsway.session.ChatStatus;
import java.util.Set;

/** The events of a {@link TwitchChat}'s channels. */
public sealed interface ChatEvent {

  /**
   * Twitch has confirmed the JOIN.
   *
   * @param id the channel's numeric id at Twitch; empty if Twitch did not say
   */
  record Joined(String login, String id) implements ChatEvent {}

  /**
   * The channel is not read for now; its JOIN is sent again every {@code rejoin}.
   *
   * @param status {@code NO_SUCH_CHANNEL} or {@code REFUSED}
   * @param reason in Twitch's words, or Chatsway's
   */
  record Refused(String login, ChatStatus status, String reason) implements ChatEvent {

    private static final int REASON_CHARACTERS = 200;

    /** The ids of notices meaning that there is no such channel (any more). */
    private static final Set<String> UNKNOWN =
        Set.of("msg_channel_suspended", "msg_room_not_found", "tos_ban");

    /** Interprets a NOTICE about a channel. */
    static Refused of(String login, IrcLine notice) {
      var words = notice.text();
      return new Refused(
          login,
          saysUnknown(notice) ? ChatStatus.NO_SUCH_CHANNEL : ChatStatus.REFUSED,
          words.substring(0, Math.min(words.length(), REASON_CHARACTERS)));
    }

    /** Whether a NOTICE means that there is no such channel (any more). */
    static boolean saysUnknown(IrcLine notice) {
      return notice.tag("msg-id").filter(UNKNOWN::contains).isPresent();
    }
  }

  /** The connection is lost; its channels are joined again on the next one. */
  record Disconnected(Set<String> logins) implements ChatEvent {}

  /** A line was too long and was dropped. */
  record Dropped() implements ChatEvent {}
}
