package dev.chatsway.session.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads JSON in UTF-8, with or without a byte order mark, without duplicate keys, nested at most 500 levels. */
public final class StrictJson {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private StrictJson() {}

  /** The reason why bytes are not the expected JSON, without repeating any of them. */
  public static final class NotJsonException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private NotJsonException(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * Reads one value.
   *
   * @throws NotJsonException saying whether it is not UTF-8, not JSON, has a key twice or is nested too deeply
   */
  public static JsonNode read(byte[] bytes) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new NotJsonException("not UTF-8");
    }
    try {
      var node = JSON.readTree(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
      if (node.isMissingNode()) {
        throw new NotJsonException("empty; a JSON value is expected");
      }
      return node;
    } catch (StreamConstraintsException e) {
      throw new NotJsonException("nested more than 500 levels deep, or a number or name too long");
    } catch (JacksonException e) {
      throw new NotJsonException(
          e.getOriginalMessage().startsWith("Duplicate") ? "a key appears twice" : "not JSON");
    }
  }
}
