package dev.chatsway.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.chatsway.session.json.InvalidFieldsException;
import dev.chatsway.session.json.JsonFields;
import dev.chatsway.session.json.MergePatch;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a session counts and looks (docs/interface.md, section 4, has every default and range).
 *
 * @param question what viewers decide, 0 to 120 characters
 * @param labelsCount whether a side's label counts as one of its triggers
 * @param forTriggers words in chat that count as votes for
 * @param againstTriggers words in chat that count as votes against
 * @param match how a text is compared with the triggers
 * @param forLabel the name of the side "for", 0 to 40 characters
 * @param againstLabel the name of the side "against", 0 to 40 characters
 * @param voteDelta how far one vote moves the value, 0.1 to 100
 * @param decayRate λ in 1/s, 0 to 10
 * @param scale what the value measures
 * @param debounceMillis how long a voter's next votes do not count, 0 to 60000
 * @param votesPerMinute maximum votes in a window of 60 s, 0 for no limit
 * @param weights the weight of a vote, by role
 * @param look how the bar looks; in JSON its fields are among the others
 * @param looks up to 4 saved looks, by names of 1 to 40 characters
 * @param sharedChat whose messages count in a shared chat
 * @param sides channels whose viewers vote for one side
 * @param alertAt which value webhooks are told of when a side has held it, 0 to 100; 0 for none
 * @param alertSeconds how long it has to be held for that, 0 to 600
 * @param chatCommands whether moderators open, close and reset in chat
 * @param paused whether votes are refused
 */
public record SessionSettings(
    String question,
    List<String> forTriggers,
    List<String> againstTriggers,
    Match match,
    String forLabel,
    String againstLabel,
    boolean labelsCount,
    double voteDelta,
    double decayRate,
    Scale scale,
    int debounceMillis,
    int votesPerMinute,
    Weights weights,
    @JsonUnwrapped Look look,
    Map<String, Look> looks,
    SharedChat sharedChat,
    Sides sides,
    double alertAt,
    int alertSeconds,
    boolean chatCommands,
    boolean paused) {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Pattern LOOK_NAME = Pattern.compile("[^\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}]{1,40}");

  /** The settings of a new session. */
  public static final SessionSettings DEFAULTS = parse(JSON.createObjectNode());

  /** The longest question, in characters. */
  public static final int QUESTION_CHARACTERS = 120;

  /** The longest label, in characters. */
  public static final int LABEL_CHARACTERS = 40;

  private static final int TRIGGERS = 50;
  private static final int TRIGGER_CHARACTERS = 100;
  private static final int LOOKS = 4;
  private static final int VOTES_PER_MINUTE = 1_000_000;

  /**
   * The settings that are sent to overlays; none of them is secret.
   *
   * @param forTrigger the first trigger of its side
   * @param againstTrigger the first trigger of its side
   * @param forChannels the channels that vote for this side, for people
   * @param againstChannels the channels that vote for this side, for people
   */
  public record Public(
      String question,
      String forLabel,
      String againstLabel,
      String forTrigger,
      String againstTrigger,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> forChannels,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> againstChannels,
      boolean labelsCount,
      @JsonUnwrapped Look look,
      Scale scale,
      boolean paused) {}

  /**
   * Reads settings; what is absent or null has its default.
   *
   * @throws InvalidFieldsException naming each field that is unknown or out of range
   */
  public static SessionSettings parse(JsonNode json) {
    var fields = new JsonFields("settings.", json);
    SessionSettings settings = read(fields);
    fields.finish();
    return settings;
  }

  /** Reads stored settings, ignoring fields of newer builds. */
  public static SessionSettings stored(JsonNode json) {
    return read(new JsonFields("settings.", json));
  }

  /** Reads settings as part of a larger object, whose reader collects the errors. */
  static SessionSettings read(JsonFields fields) {
    var forTriggers = fields.texts(
        "forTriggers", List.of("+", "+1", "1", "yes"), 1, TRIGGERS, TRIGGER_CHARACTERS);
    var againstTriggers = fields.texts(
        "againstTriggers", List.of("-", "-1", "2", "no"), 1, TRIGGERS, TRIGGER_CHARACTERS);
    Triggers.check(fields, forTriggers, againstTriggers);
    return new SessionSettings(
        fields.text("question", "", 0, QUESTION_CHARACTERS),
        forTriggers,
        againstTriggers,
        fields.choice("match", Match.EXACT),
        fields.text("forLabel", "For", 0, LABEL_CHARACTERS),
        fields.text("againstLabel", "Against", 0, LABEL_CHARACTERS),
        fields.flag("labelsCount", false),
        fields.number("voteDelta", 10, 0.1, 100),
        fields.number("decayRate", 0.2, 0, 10),
        fields.choice("scale", Scale.SUM),
        fields.whole("debounceMillis", 3_000, 0, 60_000),
        fields.whole("votesPerMinute", 0, 0, VOTES_PER_MINUTE),
        fields.object("weights", SessionSettings::weights),
        Look.read(fields),
        fields.object("looks", SessionSettings::looks),
        fields.choice("sharedChat", SharedChat.OWN),
        fields.object("sides", Sides::read),
        fields.number("alertAt", 0, 0, 100),
        fields.whole("alertSeconds", 3, 0, 600),
        fields.flag("chatCommands", false),
        fields.flag("paused", false));
  }

  private static Weights weights(JsonFields fields) {
    return new Weights(
        fields.number("broadcaster", 1, 0, 100),
        fields.number("moderator", 1, 0, 100),
        fields.number("vip", 1, 0, 100),
        fields.number("subscriber", 1, 0, 100),
        fields.number("everyone", 1, 0, 100));
  }

  private static Map<String, Look> looks(JsonFields fields) {
    var looks = new LinkedHashMap<String, Look>(); // in the order in which they were saved
    for (String name : fields.names()) {
      if (!fields.has(name)) {
        continue;
      }
      var look = fields.object(name, Look::read);
      if (looks.size() == LOOKS) {
        fields.refuse(name, "up to " + LOOKS + " looks");
      } else if (name.isBlank() || !LOOK_NAME.matcher(name).matches()) {
        fields.refuse(name, "a name of 1 to 40 characters, without control characters");
      } else {
        looks.put(name, look);
      }
    }
    return Collections.unmodifiableMap(looks);
  }

  /**
   * Whether lines from other channels of a shared chat are ignored. With {@link #sides} they always are: each line counts for the
   * side of the channel that it was written in, from which it arrives as well.
   */
  public boolean countsOwnChatOnly() {
    return sharedChat == SharedChat.OWN || !sides.isEmpty();
  }

  /** All triggers of "for", including its label if labels count. */
  public List<String> allForTriggers() {
    return labelsCount
        ? Triggers.withLabel(forTriggers, forLabel, againstTriggers, againstLabel)
        : forTriggers;
  }

  /** All triggers of "against", including its label if labels count. */
  public List<String> allAgainstTriggers() {
    return labelsCount
        ? Triggers.withLabel(againstTriggers, againstLabel, forTriggers, forLabel)
        : againstTriggers;
  }

  /** A copy with the texts of a round. */
  SessionSettings with(RoundRequest.Words words) {
    return stored(MergePatch.apply(JSON.valueToTree(this), JSON.valueToTree(words)));
  }

  /**
   * What to store in place of {@code stored}, which these settings were read from, when they become others. Fields that this
   * build does not know, and values that it read as a default, are a newer build's: they stay unless they are changed.
   */
  public String stored(String stored, SessionSettings after) {
    return JSON.writeValueAsString(
        MergePatch.change(JSON.readTree(stored), JSON.valueToTree(this), JSON.valueToTree(after)));
  }

  /** All settings as JSON. */
  public String toJson() {
    return JSON.writeValueAsString(this);
  }

  /** The settings that are sent to overlays. */
  public Public publicPart() {
    return new Public(
        question,
        forLabel,
        againstLabel,
        forTriggers.get(0),
        againstTriggers.get(0),
        sides.shown(Side.FOR, forLabel),
        sides.shown(Side.AGAINST, againstLabel),
        labelsCount,
        look,
        scale,
        paused);
  }

  /** {@link #publicPart()} as JSON. */
  public String publicJson() {
    return JSON.writeValueAsString(publicPart());
  }
}
