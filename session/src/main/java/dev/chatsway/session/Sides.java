package dev.chatsway.session;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.chatsway.session.json.JsonFields;
import dev.chatsway.session.json.StringEnum;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Channels whose viewers vote for one side: whichever trigger they write, it counts for that side.
 *
 * @param byChannel the side of each channel, by a name that {@link #isName} accepts
 */
public record Sides(@JsonValue SortedMap<String, Side> byChannel) {

  /** What {@link #isName} accepts, for error messages. */
  public static final String NAMES =
      "a channel: twitch:@login, twitch:id, kick:id, or platform:id as a bot names it";

  private static final int MOST = 20;
  private static final Pattern NAME = Pattern.compile("twitch:(?:\\d{1,20}|@[a-z0-9_]{1,25})"
      + "|(?!twitch:)[a-z0-9]{1,20}:[^\\p{Cc}\\p{Zl}\\p{Zp}]{1,64}");
  private static final Map<String, String> PLATFORMS =
      Map.of("twitch", "Twitch", "kick", "Kick", "youtube", "YouTube");

  /** Copies the map. */
  public Sides {
    byChannel = Collections.unmodifiableSortedMap(new TreeMap<>(byChannel));
  }

  /** Whether this is the name of a channel: its platform and, on Twitch, {@code @} and its login, or else its id. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** The name of a channel by its id. */
  public static String name(String platform, String id) {
    return platform + ":" + id;
  }

  /** The name of a Twitch channel by its login. */
  public static String ofTwitchLogin(String login) {
    return "twitch:@" + login;
  }

  static Sides read(JsonFields fields) {
    var words = Arrays.stream(Side.values()).map(StringEnum::wire).toList();
    var sides = new TreeMap<String, Side>();
    for (String name : fields.names()) {
      var side = fields.oneOf(name, words);
      if (sides.size() == MOST) {
        fields.refuse(name, "up to " + MOST + " channels");
      } else if (!isName(name)) {
        fields.refuse(name, NAMES);
      } else if (side != null) {
        sides.put(name, Side.of(side));
      }
    }
    return new Sides(sides);
  }

  /** The side of a channel by all the names that are known of it; null if it has none. */
  public @Nullable Side of(List<String> names) {
    for (String name : names) {
      var side = byChannel.get(name);
      if (side != null) {
        return side;
      }
    }
    return null;
  }

  /** Whether no channel has a side. */
  public boolean isEmpty() {
    return byChannel.isEmpty();
  }

  /**
   * The channels of a side for people. One that is named by its id is called by its platform, if the other side has none there, or
   * else by the side's label.
   */
  List<String> shown(Side side, String label) {
    return byChannel.keySet().stream()
        .filter(name -> byChannel.get(name) == side)
        .map(name -> shown(name, side, label))
        .distinct()
        .toList();
  }

  private String shown(String name, Side side, String label) {
    int colon = name.indexOf(':');
    if (name.charAt(colon + 1) == '@') {
      return name.substring(colon + 2);
    }
    var start = name.substring(0, colon + 1);
    boolean isShared = byChannel.entrySet().stream()
        .anyMatch(other -> other.getValue() != side && other.getKey().startsWith(start));
    var platform = name.substring(0, colon);
    return isShared && !label.isBlank() ? label : PLATFORMS.getOrDefault(platform, platform);
  }
}
