package dev.chatsway.session;

import dev.chatsway.session.json.InvalidFieldsException;
import dev.chatsway.session.json.JsonFields;
import dev.chatsway.session.json.MergePatch;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a person may choose of a session: the body of a creation, and what a merge patch is applied to.
 *
 * @param name for people, 0 to 100 characters
 * @param channels at most 20
 * @param settings how it counts and looks
 */
public record SessionRequest(String name, List<Channel> channels, SessionSettings settings) {

  private static final int NAME_CHARACTERS = 100;
  private static final int CHANNELS = 20;
  private static final int CHANNEL_ID_CHARACTERS = 64;

  /**
   * Reads a body; what is absent has its default.
   *
   * @throws InvalidFieldsException naming each field that is unknown or out of range
   */
  public static SessionRequest parse(JsonNode json) {
    var fields = new JsonFields("", json);
    var request = new SessionRequest(
        fields.text("name", "", 0, NAME_CHARACTERS),
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
    return new Channel(
        platform == null ? "" : platform, fields.requiredText("id", 1, CHANNEL_ID_CHARACTERS));
  }
}
