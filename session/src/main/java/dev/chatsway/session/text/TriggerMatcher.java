package dev.chatsway.session.text;

import dev.chatsway.session.Match;
import dev.chatsway.session.SessionSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Judges lines of chat by one session's triggers (docs/interface.md, section 6, "How a text becomes a vote").
 *
 * <p>Immutable and compiled once per version of the settings: triggers stand in order, and one binary search finds those
 * that a line is or begins with, so that many triggers cost little more than a few.
 */
public final class TriggerMatcher {

  /** What a line of chat says. */
  public enum MatchResult {
    FOR,
    AGAINST,
    NO_VOTE,
    /** It says both: one trigger stands on both sides. */
    AMBIGUOUS
  }

  /** How a trigger was found in a line. */
  public enum MatchKind {
    WHOLE,
    REPEATED,
    LEADING
  }

  /**
   * Why a line is a vote, or none.
   *
   * @param normalized the line as it was compared; empty if it was too long to be looked at
   * @param trigger the trigger that decided, as it is compared, and how it was found; null if none did
   * @param reason the same in words, for a person
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

  private final boolean mayLead;
  private final String[] sorted;
  private final Trigger[] triggers;

  /** Compiles triggers; those of which normalizing leaves nothing never match. */
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

  /** Compiles the triggers of a session. */
  public static TriggerMatcher of(SessionSettings settings) {
    return new TriggerMatcher(settings.forTriggers(), settings.againstTriggers(), settings.match());
  }

  /** What a line of chat says; one longer than {@link TextNormalizer#MAX_LENGTH} is no vote. */
  public MatchResult judge(String text) {
    var trigger =
        text.length() > TextNormalizer.MAX_LENGTH ? null : find(TextNormalizer.normalize(text));
    return trigger == null ? MatchResult.NO_VOTE : trigger.verdict;
  }

  /** The same as {@link #judge}, with the reason. */
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
   * Triggers that a text begins with are not after it in order, and whatever stands between such a trigger and the text
   * begins with that trigger too: so all of them, the longest first, are on the way from the text's place to ever shorter
   * ones.
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
    return text.startsWith(trigger)
        && (isRepeated(text, trigger) || (mayLead && isLeading(text, trigger)));
  }

  /** Whether a text that begins with the trigger is nothing but that trigger, white space between optional. */
  private static boolean isRepeated(String text, String trigger) {
    int at = trigger.length();
    while (at < text.length()) {
      int next = text.charAt(at) == ' ' ? at + 1 : at;
      if (!text.startsWith(trigger, next)) {
        return false;
      }
      at = next + trigger.length();
    }
    return true;
  }

  private static boolean isLeading(String text, String trigger) {
    return text.length() > trigger.length() && text.charAt(trigger.length()) == ' ';
  }

  private static MatchKind found(String text, String trigger) {
    if (text.equals(trigger)) {
      return MatchKind.WHOLE;
    }
    return isRepeated(text, trigger) ? MatchKind.REPEATED : MatchKind.LEADING;
  }
}
