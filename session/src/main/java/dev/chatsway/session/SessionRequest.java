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
  private static final int PASSWORD_CHARACTERS = 200;
  private static final Pattern TWITCH_ID = Pattern.compile("\\d{1,20}");
  private static final String NO_CONTROLS = "no control characters or line breaks";

  /** Reads a body that names no program that relays chat. */
  public static SessionRequest parse(JsonNode json) {
    return parse(json, RelayPolicy.none());
  }

  /**
   * Reads a body; what is absent has its default.
   *
   * @param relays which programs that relay chat it may name
   * @throws InvalidFieldsException naming each field that is unknown or out of range
   */
  public static SessionRequest parse(JsonNode json, RelayPolicy relays) {
    return parse(json, relays, List.of());
  }

  private static SessionRequest parse(JsonNode json, RelayPolicy relays, List<Channel> known) {
    var fields = new JsonFields("", json);
    var request = new SessionRequest(
        name(fields),
        fields.objects("channels", CHANNELS, each -> channel(each, relays, known)),
        fields.object("settings", SessionSettings::read));
    fields.finish();
    return request;
  }

  /** A patch that adds no program that relays chat. */
  public static SessionRequest patched(Session session, JsonNode patch) {
    return patched(session, patch, RelayPolicy.none());
  }

  /**
   * The session as it is now, with a merge patch (RFC 7396) applied; throws {@link InvalidFieldsException}. A program
   * that relays chat and that it already has keeps its password, unless the patch has another.
   */
  public static SessionRequest patched(Session session, JsonNode patch, RelayPolicy relays) {
    if (!patch.isObject()) {
      new JsonFields("", patch).finish();
    }
    var now = new SessionRequest(session.name(), session.channels(), session.settings());
    return parse(
        MergePatch.apply(JsonMapper.shared().valueToTree(now), patch), relays, session.channels());
  }

  private static Channel channel(JsonFields fields, RelayPolicy relays, List<Channel> known) {
    String platform = fields.oneOf("platform", Channel.PLATFORMS);
    if (platform == null && !fields.has("platform")) {
      fields.refuse("platform", "one of " + String.join(", ", Channel.PLATFORMS));
    }
    if (platform != null && Channel.RELAYS.contains(platform)) {
      return relay(fields, platform, relays, known);
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

  private static Channel relay(
      JsonFields fields, String platform, RelayPolicy relays, List<Channel> known) {
    String url = fields.requiredText("url", 1, CHANNEL_URL_CHARACTERS).strip();
    String password = platform.equals(Channel.STREAMERBOT)
        ? fields.secret("password", PASSWORD_CHARACTERS)
        : null;
    var same = known.stream()
        .filter(each -> each.platform().equals(platform) && url.equals(each.url()))
        .findFirst();
    if (same.isPresent() && password == null) {
      return same.get();
    }
    var parsed = RelayPolicy.parse(url);
    if (parsed.isEmpty() && !url.isEmpty()) {
      fields.refuse("url", RelayPolicy.URL);
    } else if (parsed.isPresent() && !relays.allows(parsed.get())) {
      fields.refuse("url", relays.allowed());
    }
    return Channel.ofRelay(
        platform, url, password == null || password.isEmpty() ? null : relays.seal(password, url));
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
