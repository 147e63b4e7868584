package dev.chatsway.chat;

import dev.chatsway.ingest.ChatLine;
import dev.chatsway.ingest.ChatMessage;
import dev.chatsway.ingest.Role;
import dev.chatsway.session.Channel;
import dev.chatsway.session.Sides;
import dev.chatsway.session.text.TextNormalizer;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a {@code PRIVMSG} of Twitch's chat. */
final class ChatMessages {

  private static final Pattern COMMA = Pattern.compile(",");
  private static final int ID_CHARACTERS = 200;

  private ChatMessages() {}

  /**
   * The line of chat, in the channel of its first parameter; empty without the tags that say who wrote it and which message it
   * is.
   *
   * <p>In a shared chat a line that was written elsewhere has {@code source-room-id} and {@code source-id}; the latter is what
   * its copies in all channels have in common. Badges are those of the channel that receives it.
   */
  static Optional<ChatLine> parse(IrcLine line) {
    var id = line.tag("source-id").or(() -> line.tag("id")).filter(ChatMessages::isId);
    var voter = line.tag("user-id").filter(ChatMessages::isId);
    var login = line.channel();
    if (id.isEmpty() || voter.isEmpty() || login.isEmpty()) {
      return Optional.empty();
    }
    var room = line.tag("room-id");
    var message = new ChatMessage(
        "twitch:" + voter.get(),
        "twitch:" + id.get(),
        TextNormalizer.withoutMention(
            line.text(), line.tag("reply-parent-display-name").orElse("")),
        null,
        room.equals(voter) ? Role.BROADCASTER : role(line.tag("badges").orElse("")),
        line.tag("source-room-id")
            .filter(source -> !room.equals(Optional.of(source)))
            .isPresent(),
        names(room, login.get()));
    return Optional.of(new ChatLine(Channel.ofTwitchLogin(login.get()), message));
  }

  private static List<String> names(Optional<String> room, String login) {
    var byLogin = Sides.ofTwitchLogin(login);
    return room.map(id -> List.of(Sides.name("twitch", id), byLogin)).orElse(List.of(byLogin));
  }

  private static boolean isId(String text) {
    return text.length() <= ID_CHARACTERS;
  }

  /** {@code subscriber/12,vip/1}: names with their versions. */
  private static Role role(String badges) {
    return Role.highest(COMMA
        .splitAsStream(badges)
        .map(badge ->
            badge.substring(0, badge.indexOf('/') < 0 ? badge.length() : badge.indexOf('/'))));
  }
}
