package dev.chatsway.ingest;

import dev.chatsway.session.Side;
import dev.chatsway.session.json.FieldError;
import dev.chatsway.session.json.InvalidFieldsException;
import dev.chatsway.session.json.JsonFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what bots send to {@code /webhooks/votes}: one vote or an array of them. */
final class BotVotes {

  static final int MOST = 500;

  private static final int ID_CHARACTERS = 200;
  private static final int TEXT_CHARACTERS = 256 * 1024;
  private static final int ERRORS = 20;

  private BotVotes() {}

  /** The session that the body names, before anything is proven: the first vote's; empty if it names none. */
  static Optional<UUID> namedSession(JsonNode json) {
    var named = (json.isArray() ? json.path(0) : json).path("session");
    try {
      return Optional.of(UUID.fromString(named.asString("")));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Every vote of a body, in its order. One that is malformed refuses them all.
   *
   * @param session whose votes these are by their proof: one that names another is refused
   * @param requestId what makes the request known when it is sent again, for votes without an id of their own; null if
   *     the sender gave nothing
   * @throws InvalidFieldsException naming what is wrong
   */
  static List<ChatMessage> parse(JsonNode json, UUID session, @Nullable String requestId) {
    if (!json.isArray()) {
      return List.of(parse("", json, session, requestId, 0));
    }
    if (json.size() > MOST) {
      throw new InvalidFieldsException(
          List.of(new FieldError("body", json.size() + " votes", "an array of up to " + MOST)));
    }
    var ballots = new ArrayList<ChatMessage>(json.size());
    var errors = new ArrayList<FieldError>();
    for (int i = 0; i < json.size() && errors.size() < ERRORS; i++) {
      try {
        ballots.add(parse("[" + i + "].", json.get(i), session, requestId, i));
      } catch (InvalidFieldsException e) {
        errors.addAll(e.errors());
      }
    }
    if (!errors.isEmpty()) {
      throw new InvalidFieldsException(errors);
    }
    return ballots;
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
    boolean fromElsewhere = fields.flag("fromSharedChat", false);
    if (fields.has("text") == fields.has("side")) {
      fields.refuse("text", "either text or side");
    }
    fields.finish();
    return new ChatMessage(
        "bot:" + voter,
        messageId(id, requestId, index),
        choice(text, side),
        Role.EVERYONE,
        fromElsewhere);
  }

  private static @Nullable String messageId(
      @Nullable String id, @Nullable String requestId, int index) {
    if (id != null) {
      return "bot:id:" + id;
    }
    return requestId == null ? null : "bot:" + requestId + ":" + index;
  }

  static ChatMessage.Choice choice(@Nullable String text, @Nullable String side) {
    if (text != null) {
      return new ChatMessage.Choice.Text(text);
    }
    return new ChatMessage.Choice.Chosen(Side.FOR.wire().equals(side) ? Side.FOR : Side.AGAINST);
  }
}
