package dev.chatsway.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chatsway.session.json.InvalidFieldsException;
import dev.chatsway.session.json.JsonFields;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A request to open a round.
 *
 * @param words its question and the names of its sides
 * @param seconds its timer, 1 to 3600; 0 for none
 * @param resultSeconds how long its result is shown, 0 to 600
 * @param winAt the value that wins when one side holds it, 1 to 100; 0 if holding does not win
 * @param holdSeconds how long it has to be held, 1 to 600; 0 without {@code winAt}
 */
public record RoundRequest(
    Words words, int seconds, int resultSeconds, double winAt, int holdSeconds) {

  private static final int LONGEST_ROUND = 3_600;
  private static final int LONGEST_RESULT = 600;
  private static final int LONGEST_HOLD = 600;
  private static final int RESULT_SECONDS = 10;
  private static final double WIN_AT = 80;

  /**
   * The texts that replace the session's settings during a round; null for those that stay.
   *
   * @param question 0 to 120 characters
   * @param forLabel 0 to 40 characters
   * @param againstLabel 0 to 40 characters
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Words(
      @Nullable String question,
      @Nullable String forLabel,
      @Nullable String againstLabel) {}

  /**
   * Reads {@code {"question"?, "seconds"?, "for"?, "against"?, "holdSeconds"?, "winAt"?, "resultSeconds"?}}.
   *
   * @throws InvalidFieldsException naming each field that is unknown or out of range
   */
  public static RoundRequest parse(JsonNode json) {
    var fields = new JsonFields("", json);
    var words = new Words(
        fields.text("question", 0, SessionSettings.QUESTION_CHARACTERS),
        fields.text("for", 0, SessionSettings.LABEL_CHARACTERS),
        fields.text("against", 0, SessionSettings.LABEL_CHARACTERS));
    boolean isHeld = fields.has("holdSeconds");
    if (fields.has("winAt") && !isHeld) {
      fields.refuse("winAt", "omitted, or sent together with holdSeconds");
    }
    var request = new RoundRequest(
        words,
        fields.has("seconds") ? fields.whole("seconds", 0, 1, LONGEST_ROUND) : 0,
        fields.whole("resultSeconds", RESULT_SECONDS, 0, LONGEST_RESULT),
        isHeld ? fields.number("winAt", WIN_AT, 1, 100) : 0,
        isHeld ? fields.whole("holdSeconds", 0, 1, LONGEST_HOLD) : 0);
    fields.finish();
    return request;
  }
}
