package dev.chatsway.ingest;

import dev.chatsway.redis.session.ChatText;
import dev.chatsway.redis.session.Match;
import dev.chatsway.redis.session.SessionSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges lines of chat by one session's triggers (docs/interface.md, section 6, "How a text becomes a vote").
 *
 * <p>Immutable and compiled once per version of the settings: a whole line is looked up in a map, and only triggers
 * that begin like the line are tried as repeated or leading, so that many triggers cost little more than a few.
 */
public final class TextToVote {

  /** What a line of chat says. */
  public enum Verdict {
    FOR,
    AGAINST,
    NO_VOTE,
    /** It says both: one trigger stands on both sides. */
    AMBIGUOUS
  }

  /** How a trigger was found in a line. */
  public enum Found {
    WHOLE,
    REPEATED,
    LEADING
  }

  /**
   * Why a line is a vote, or none.
   *
   * @param normalized the line as it was compared; empty if it was too long to be looked at
   * @param trigger the trigger that decided, as it is compared, and how it was found; null if none did
   */
  public record Explanation(
      String normalized,
      Verdict verdict,
      @Nullable String trigger,
      @Nullable Found found) {}

  private record Trigger(String text, Verdict verdict) {}

  /** A power of two: triggers are kept apart by the low bits of their first character. */
  private static final int BUCKETS = 64;

  private final boolean mayLead;
  private final Map<String, Trigger> whole = new HashMap<>();
  private final Trigger[][] longestFirst = new Trigger[BUCKETS][];

  /** Compiles triggers; those of which normalizing leaves nothing never match. */
  public TextToVote(List<String> forTriggers, List<String> againstTriggers, Match match) {
    mayLead = match == Match.LEADING;
    forTriggers.forEach(trigger -> add(trigger, Verdict.FOR));
    againstTriggers.forEach(trigger -> add(trigger, Verdict.AGAINST));
    var buckets = new ArrayList<List<Trigger>>();
    for (int i = 0; i < BUCKETS; i++) {
      buckets.add(new ArrayList<>());
    }
    whole.values().forEach(trigger -> buckets.get(bucket(trigger.text)).add(trigger));
    for (int i = 0; i < BUCKETS; i++) {
      buckets
          .get(i)
          .sort(Comparator.comparing((Trigger trigger) -> trigger.text.length()).reversed());
      longestFirst[i] = buckets.get(i).toArray(Trigger[]::new);
    }
  }

  /** Compiles the triggers of a session. */
  public static TextToVote of(SessionSettings settings) {
    return new TextToVote(settings.forTriggers(), settings.againstTriggers(), settings.match());
  }

  /** What a line of chat says; one longer than {@link ChatText#MAX_LENGTH} is no vote. */
  public Verdict judge(String text) {
    var trigger = text.length() > ChatText.MAX_LENGTH ? null : find(ChatText.normalize(text));
    return trigger == null ? Verdict.NO_VOTE : trigger.verdict;
  }

  /** The same as {@link #judge}, with the reason. */
  public Explanation explain(String text) {
    var normalized = text.length() > ChatText.MAX_LENGTH ? "" : ChatText.normalize(text);
    var trigger = find(normalized);
    return trigger == null
        ? new Explanation(normalized, Verdict.NO_VOTE, null, null)
        : new Explanation(
            normalized, trigger.verdict, trigger.text, found(normalized, trigger.text));
  }

  private void add(String raw, Verdict side) {
    var text = ChatText.normalize(raw);
    if (!text.isEmpty()) {
      whole.merge(
          text,
          new Trigger(text, side),
          (one, other) -> one.verdict == side ? one : new Trigger(text, Verdict.AMBIGUOUS));
    }
  }

  private @Nullable Trigger find(String text) {
    if (text.isEmpty()) {
      return null;
    }
    var asWhole = whole.get(text);
    if (asWhole != null) {
      return asWhole;
    }
    for (var trigger : longestFirst[bucket(text)]) {
      if (text.startsWith(trigger.text)
          && (isRepeated(text, trigger.text) || (mayLead && isLeading(text, trigger.text)))) {
        return trigger;
      }
    }
    return null;
  }

  private static int bucket(String text) {
    return text.charAt(0) & (BUCKETS - 1);
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

  private static Found found(String text, String trigger) {
    if (text.equals(trigger)) {
      return Found.WHOLE;
    }
    return isRepeated(text, trigger) ? Found.REPEATED : Found.LEADING;
  }
}
