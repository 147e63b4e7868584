package dev.chatsway.ingest;

import dev.chatsway.session.Side;
import dev.chatsway.session.Sides;
import dev.chatsway.session.Vote;
import dev.chatsway.session.json.FieldError;
import dev.chatsway.session.json.InvalidFieldsException;
import dev.chatsway.session.json.JsonFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the bodies that bots send to {@code /webhooks/votes}: a vote or an array of votes. */
final class BotVotes {

  static final int MOST = 500;

  private static final int ID_CHARACTERS = 200;
  private static final int PLATFORM_CHARACTERS = 20;
  private static final int CHANNEL_CHARACTERS = 100;
  private static final Pattern PLATFORM = Pattern.compile("[a-z0-9]{1,20}");
  private static final int TEXT_CHARACTERS = 256 * 1024;

  private BotVotes() {}

  /** The session that the first vote names, not yet verified; empty if it names none. */
  static Optional<UUID> namedSession(JsonNode json) {
    var named = (json.isArray() ? json.path(0) : json).path("session");
    try {
      return Optional.of(UUID.fromString(named.asString("")));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Reads all votes of a body, in order. A malformed one rejects all of them.
   *
   * @param session the session that the credential opens: a vote that names another is refused
   * @param requestId identifies the request if it is sent again, for votes without an id; null if the sender gave no id
   * @throws InvalidFieldsException naming up to {@link JsonFields#MAX_ERRORS} fields
   */
  static List<ChatMessage> parse(JsonNode json, UUID session, @Nullable String requestId) {
    if (!json.isArray()) {
      return List.of(parse("", json, session, requestId, 0));
    }
    if (json.size() > MOST) {
      throw new InvalidFieldsException(
          List.of(new FieldError("body", json.size() + " votes", "an array of up to " + MOST)));
    }
    var messages = new ArrayList<ChatMessage>(json.size());
    var errors = new ArrayList<FieldError>();
    for (int i = 0; i < json.size() && errors.size() < JsonFields.MAX_ERRORS; i++) {
      try {
        messages.add(parse("[" + i + "].", json.get(i), session, requestId, i));
      } catch (InvalidFieldsException e) {
        errors.addAll(e.errors());
      }
    }
    if (!errors.isEmpty()) {
      throw new InvalidFieldsException(
          errors.subList(0, Math.min(errors.size(), JsonFields.MAX_ERRORS)));
    }
    return messages;
  }

  private static ChatMessage parse(
      String path, JsonNode json, UUID session, @Nullable String requestId, int index) {
    var fields = new JsonFields(path, json);
    var named = fields.uuid("session");
    if (named != null && !named.equals(session)) {
      fields.refuse("session", "the session that the token or signature belongs to");
    }
    var voter = fields.requiredText("voter", 1, ID_CHARACTERS);
    var id = fields.text("id", 1, ID_CHARACTERS);
    var text = fields.text("text", 0, TEXT_CHARACTERS);
    var side = fields.oneOf("side", List.of(Side.FOR.wire(), Side.AGAINST.wire()));
    var platform = fields.text("platform", 1, PLATFORM_CHARACTERS);
    if (platform != null && !PLATFORM.matcher(platform).matches()) {
      fields.refuse("platform", "1 to 20 lower-case letters and digits");
    }
    var channel = fields.text("channel", 1, CHANNEL_CHARACTERS);
    if (channel != null && !Sides.isName(channel)) {
      fields.refuse("channel", Sides.NAMES);
    }
    boolean fromElsewhere = fields.flag("fromSharedChat", false);
    if (fields.has("text") == fields.has("side")) {
      fields.refuse("text", "either text or side");
    }
    fields.finish();
    return new ChatMessage(
        Vote.key(platform == null ? "bot" : platform, voter),
        messageId(platform, id, requestId, index),
        text == null ? "" : text,
        side == null ? null : Side.of(side),
        Role.EVERYONE,
        fromElsewhere,
        channel == null ? List.of() : List.of(channel));
  }

  private static @Nullable String messageId(
      @Nullable String platform, @Nullable String id, @Nullable String requestId, int index) {
    if (id != null) {
      return Vote.key(platform == null ? "bot:id" : platform, id);
    }
    return requestId == null ? null : "bot:" + requestId + ":" + index;
  }
}
