package dev.chatsway.session.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterEnums.ECharacterCategory;
import dev.chatsway.session.Match;
import dev.chatsway.session.SessionSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Matches lines of chat against the triggers of one session (docs/interface.md, section 6, "How a text becomes a vote").
 *
 * <p>Immutable and compiled once per version of the settings: triggers are sorted, and one binary search finds those that
 * a line is or begins with, so that many triggers cost little more than a few.
 */
public final class TriggerMatcher {

  /** The side that a line of chat votes for, if any. */
  public enum MatchResult {
    FOR,
    AGAINST,
    NO_VOTE,
    /** One trigger is on both sides. */
    AMBIGUOUS
  }

  /** How a trigger was found in a line. */
  public enum MatchKind {
    WHOLE,
    REPEATED,
    LEADING
  }

  /**
   * The explanation why a line is or is not a vote.
   *
   * @param normalized the line as it was compared; empty if it was too long
   * @param verdict the side, if any
   * @param trigger the trigger that decided, as it is compared; null if none did
   * @param found how the trigger was found; null if none was
   * @param reason the same in words
   */
  public record Explanation(
      String normalized,
      MatchResult verdict,
      @Nullable String trigger,
      @Nullable MatchKind found,
      String reason) {}

  /**
   * A trigger, normalized.
   *
   * @param shorter the longest other trigger that this one begins with; null if there is none
   */
  private record Trigger(
      String text, MatchResult verdict, @Nullable Trigger shorter) {}

  private static final int PUNCTUATION = 1 << ECharacterCategory.CONNECTOR_PUNCTUATION
      | 1 << ECharacterCategory.DASH_PUNCTUATION
      | 1 << ECharacterCategory.START_PUNCTUATION
      | 1 << ECharacterCategory.END_PUNCTUATION
      | 1 << ECharacterCategory.INITIAL_PUNCTUATION
      | 1 << ECharacterCategory.FINAL_PUNCTUATION
      | 1 << ECharacterCategory.OTHER_PUNCTUATION;

  /** Punctuation that occurs inside words, numbers and addresses. */
  private static final String WORD_JOINERS = "-'’‘‛′՚׳״._:/\\&@#%*·‧,";

  /** Punctuation that occurs inside numbers. */
  private static final String NUMBER_JOINERS = ",;،٫٬";

  private final boolean mayLead;
  private final String[] sorted;
  private final Trigger[] triggers;

  /** Compiles triggers; those that are empty after normalizing never match. */
  public TriggerMatcher(List<String> forTriggers, List<String> againstTriggers, Match match) {
    var verdicts = new TreeMap<String, MatchResult>();
    forTriggers.forEach(trigger -> add(verdicts, trigger, MatchResult.FOR));
    againstTriggers.forEach(trigger -> add(verdicts, trigger, MatchResult.AGAINST));
    verdicts.remove("");
    mayLead = match == Match.LEADING;
    sorted = verdicts.keySet().toArray(String[]::new);
    triggers = new Trigger[sorted.length];
    Trigger shorter = null;
    for (int i = 0; i < sorted.length; i++) {
      while (shorter != null && !sorted[i].startsWith(shorter.text)) {
        shorter = shorter.shorter;
      }
      shorter = new Trigger(sorted[i], Objects.requireNonNull(verdicts.get(sorted[i])), shorter);
      triggers[i] = shorter;
    }
  }

  /** Compiles the triggers of a session, its labels among them if they count. */
  public static TriggerMatcher of(SessionSettings settings) {
    return new TriggerMatcher(
        settings.allForTriggers(), settings.allAgainstTriggers(), settings.match());
  }

  /** Matches a line of chat; one longer than {@link TextNormalizer#MAX_LENGTH} is not a vote. */
  public MatchResult match(String text) {
    var trigger =
        text.length() > TextNormalizer.MAX_LENGTH ? null : find(TextNormalizer.normalize(text));
    return trigger == null ? MatchResult.NO_VOTE : trigger.verdict;
  }

  /** Does the same as {@link #match}, with the reason. */
  public Explanation explain(String text) {
    var normalized =
        text.length() > TextNormalizer.MAX_LENGTH ? "" : TextNormalizer.normalize(text);
    var trigger = find(normalized);
    if (trigger == null) {
      var reason = MatchExplanation.whyNot(text, normalized, List.of(sorted), mayLead);
      return new Explanation(normalized, MatchResult.NO_VOTE, null, null, reason);
    }
    var found = found(normalized, trigger.text);
    return new Explanation(
        normalized,
        trigger.verdict,
        trigger.text,
        found,
        MatchExplanation.why(trigger.text, found, trigger.verdict));
  }

  private static void add(Map<String, MatchResult> verdicts, String raw, MatchResult side) {
    verdicts.merge(
        TextNormalizer.normalize(raw),
        side,
        (one, other) -> one == other ? one : MatchResult.AMBIGUOUS);
  }

  /**
   * Finds the trigger that decides. Triggers that a text begins with sort before it, and whatever sorts between such a
   * trigger and the text begins with that trigger too: following {@code shorter} from the text's place visits all of them,
   * the longest first.
   */
  private @Nullable Trigger find(String text) {
    int place = Arrays.binarySearch(sorted, text);
    if (place >= 0) {
      return triggers[place];
    }
    int before = -place - 2;
    var trigger = before < 0 ? null : triggers[before];
    while (trigger != null && !counts(text, trigger.text)) {
      trigger = trigger.shorter;
    }
    return trigger;
  }

  private boolean counts(String text, String trigger) {
    return isRepeated(text, trigger) || (mayLead && isLeading(text, trigger));
  }

  /**
   * Whether a text is only that trigger, once or repeated. White space between is optional, and with it there may be
   * punctuation ({@code yes! yes!}), unless the trigger itself ends with some.
   */
  private static boolean isRepeated(String text, String trigger) {
    if (!text.startsWith(trigger)) {
      return false;
    }
    boolean mayPunctuate = !isOtherPunctuation(trigger.codePointBefore(trigger.length()));
    int at = trigger.length();
    while (at < text.length()) {
      boolean isSpaced = false;
      int next = at;
      while (!(text.startsWith(trigger, next) && (next == at || isSpaced))) {
        int point = next < text.length() ? text.codePointAt(next) : 0;
        if (point != ' ' && !(mayPunctuate && isOtherPunctuation(point))) {
          return false;
        }
        isSpaced |= point == ' ';
        next += Character.charCount(point);
      }
      at = next + trigger.length();
    }
    return true;
  }

  private static boolean isOtherPunctuation(int point) {
    return UCharacter.getType(point) == ECharacterCategory.OTHER_PUNCTUATION;
  }

  /**
   * Whether the text begins with the trigger and the trigger ends there as a word: white space follows, or punctuation that is not
   * inside a word ({@code yes, please}; not {@code no-one}, {@code don't} for {@code don}, or {@code 1.5}).
   */
  static boolean isLeading(String text, String trigger) {
    if (!text.startsWith(trigger)) {
      return false;
    }
    int end = trigger.length();
    int at = end;
    while (at < text.length() && isPunctuation(text.codePointAt(at))) {
      at += Character.charCount(text.codePointAt(at));
    }
    if (at == text.length() || text.charAt(at) == ' ') {
      return text.length() > end;
    }
    return separates(text.substring(end, at), text.codePointBefore(end), text.codePointAt(at));
  }

  /** Whether punctuation between two other characters ends a word; a single joiner, or a comma in a number, does not. */
  private static boolean separates(String punctuation, int before, int after) {
    if (punctuation.length() == 1 && NUMBER_JOINERS.contains(punctuation)) {
      return !(UCharacter.isDigit(before) && UCharacter.isDigit(after));
    }
    return punctuation.startsWith("..")
        || punctuation.startsWith("--")
        || punctuation.codePoints().anyMatch(point -> WORD_JOINERS.indexOf(point) < 0);
  }

  private static boolean isPunctuation(int point) {
    return ((1 << UCharacter.getType(point)) & PUNCTUATION) != 0;
  }

  private static MatchKind found(String text, String trigger) {
    if (text.equals(trigger)) {
      return MatchKind.WHOLE;
    }
    return isRepeated(text, trigger) ? MatchKind.REPEATED : MatchKind.LEADING;
  }
}
