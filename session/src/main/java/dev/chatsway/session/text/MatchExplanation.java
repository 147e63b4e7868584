package dev.chatsway.session.text;

import com.ibm.icu.lang.UCharacter;
import dev.chatsway.session.text.TriggerMatcher.MatchKind;
import dev.chatsway.session.text.TriggerMatcher.MatchResult;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;

/** Explains why a text is a vote or not, so that a streamer knows what to change. */
final class MatchExplanation {

  private MatchExplanation() {}

  static String why(String trigger, MatchKind found, MatchResult verdict) {
    if (verdict == MatchResult.AMBIGUOUS) {
      return "\"" + trigger + "\" is a trigger of both sides";
    }
    return switch (found) {
      case WHOLE -> "it is the trigger \"" + trigger + "\"";
      case REPEATED -> "it is the trigger \"" + trigger + "\", repeated";
      case LEADING ->
        "it begins with the trigger \"" + trigger + "\", followed by white space or punctuation";
    };
  }

  /** Names the nearest miss: of several triggers that nearly match, the longest. */
  static String whyNot(
      String text, String normalized, Collection<String> triggers, boolean mayLead) {
    if (text.length() > TextNormalizer.MAX_LENGTH) {
      return "it is longer than " + TextNormalizer.MAX_LENGTH + " characters";
    }
    if (normalized.isEmpty()) {
      return "it contains nothing visible";
    }
    var followed = longest(triggers, trigger -> TriggerMatcher.isLeading(normalized, trigger));
    if (followed.isPresent() && !mayLead) {
      return "it begins with the trigger \"" + followed.get()
          + "\", but more follows, and match is exact";
    }
    var begun = longest(triggers, normalized::startsWith);
    if (begun.isPresent()) {
      return "it begins with the trigger \"" + begun.get()
          + "\", but goes on as another word or number";
    }
    return longest(triggers, trigger -> isInside(normalized, trigger))
        .map(inside -> "it contains the trigger \"" + inside + "\", but does not begin with it")
        .orElse("it contains none of the session's triggers");
  }

  /** Whether the trigger occurs as a word after the start. */
  private static boolean isInside(String text, String trigger) {
    for (int at = text.indexOf(trigger, 1); at > 0; at = text.indexOf(trigger, at + 1)) {
      var rest = text.substring(at);
      if (!UCharacter.isLetterOrDigit(text.codePointBefore(at))
          && (rest.equals(trigger) || TriggerMatcher.isLeading(rest, trigger))) {
        return true;
      }
    }
    return false;
  }

  private static Optional<String> longest(Collection<String> triggers, Predicate<String> nearly) {
    return triggers.stream().filter(nearly).max(Comparator.comparing(String::length));
  }
}
