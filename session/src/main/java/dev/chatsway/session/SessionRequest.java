package dev.chatsway.session;

import dev.chatsway.session.json.InvalidFieldsException;
import dev.chatsway.session.json.JsonFields;
import dev.chatsway.session.json.MergePatch;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The parts of a session that users choose: the body of a creation, and the target of a merge patch.
 *
 * @param name for people, 0 to 100 characters
 * @param channels at most 20
 * @param settings how it counts and looks
 */
public record SessionRequest(String name, List<Channel> channels, SessionSettings settings) {

  private static final int NAME_CHARACTERS = 100;
  private static final int CHANNELS = 20;
  private static final int CHANNEL_ID_CHARACTERS = 64;
  private static final int CHANNEL_URL_CHARACTERS = 300;
  private static final Pattern TWITCH_ID = Pattern.compile("\\d{1,20}");
  private static final String NO_CONTROLS = "no control characters or line breaks";

  /**
   * Reads a body; what is absent has its default.
   *
   * @throws InvalidFieldsException naming each field that is unknown or out of range
   */
  public static SessionRequest parse(JsonNode json) {
    var fields = new JsonFields("", json);
    var request = new SessionRequest(
        name(fields),
        fields.objects("channels", CHANNELS, SessionRequest::channel),
        fields.object("settings", SessionSettings::read));
    fields.finish();
    return request;
  }

  /** The session as it is now, with a merge patch (RFC 7396) applied; throws {@link InvalidFieldsException}. */
  public static SessionRequest patched(Session session, JsonNode patch) {
    if (!patch.isObject()) {
      new JsonFields("", patch).finish();
    }
    var now = new SessionRequest(session.name(), session.channels(), session.settings());
    return parse(MergePatch.apply(JsonMapper.shared().valueToTree(now), patch));
  }

  private static Channel channel(JsonFields fields) {
    String platform = fields.oneOf("platform", Channel.PLATFORMS);
    if (platform == null && !fields.has("platform")) {
      fields.refuse("platform", "one of " + String.join(", ", Channel.PLATFORMS));
    }
    if (fields.has("login")) {
      return channelByLogin(fields, platform);
    }
    String id = fields.requiredText("id", 1, CHANNEL_ID_CHARACTERS);
    if ("twitch".equals(platform) && !id.isEmpty() && !TWITCH_ID.matcher(id).matches()) {
      fields.refuse("id", "the channel's numeric id at Twitch: 1 to 20 digits");
    } else if (hasControls(id)) {
      fields.refuse("id", NO_CONTROLS);
    }
    return new Channel(platform == null ? "" : platform, id);
  }

  private static Channel channelByLogin(JsonFields fields, @Nullable String platform) {
    if (fields.has("id")) {
      fields.refuse("id", "nothing if there is a login");
    }
    if (platform != null && !platform.equals("twitch")) {
      fields.refuse("login", "nothing: only Twitch channels have a login");
    }
    var text = fields.text("login", 1, CHANNEL_URL_CHARACTERS);
    var login = text == null ? Optional.<String>empty() : TwitchLogin.parse(text);
    if (text != null && login.isEmpty()) {
      fields.refuse("login", TwitchLogin.ALLOWED);
    }
    return Channel.ofTwitchLogin(login.orElse(""));
  }

  private static String name(JsonFields fields) {
    String name = fields.text("name", "", 0, NAME_CHARACTERS);
    if (hasControls(name)) {
      fields.refuse("name", NO_CONTROLS);
    }
    return name;
  }

  /** Control characters and line breaks, which could inject text into a terminal or a log. */
  private static boolean hasControls(String text) {
    return text.codePoints()
        .map(Character::getType)
        .anyMatch(type -> type == Character.CONTROL
            || type == Character.LINE_SEPARATOR
            || type == Character.PARAGRAPH_SEPARATOR);
  }
}
