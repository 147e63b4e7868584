package dev.chatsway.session.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.session.Match;
import dev.chatsway.session.text.TriggerMatcher.MatchResult;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The rules once more, as plainly as they can be said, against what is compiled for speed. */
final class TriggerMatcherModelTest {

  @Property(tries = 20_000)
  void compiledTriggersJudgeAsTheRulesSay(
      @ForAll("triggers") List<String> pro,
      @ForAll("triggers") List<String> contra,
      @ForAll Match match,
      @ForAll("text") String text) {
    assertThat(new TriggerMatcher(pro, contra, match).match(text))
        .isEqualTo(model(pro, contra, match, text));
  }

  private static MatchResult model(List<String> pro, List<String> contra, Match match, String raw) {
    var text = TextNormalizer.normalize(raw);
    var all = Stream.concat(pro.stream(), contra.stream())
        .map(TextNormalizer::normalize)
        .filter(each -> !each.isEmpty())
        .toList();
    var deciding = all.stream()
        .filter(text::equals)
        .findFirst()
        .or(() -> all.stream()
            .filter(trigger ->
                isRepeated(trigger, text) || (match == Match.LEADING && isLeading(trigger, text)))
            .max(Comparator.comparing(String::length)));
    if (deciding.isEmpty()) {
      return MatchResult.NO_VOTE;
    }
    boolean isPro = pro.stream().map(TextNormalizer::normalize).anyMatch(deciding.get()::equals);
    boolean isContra =
        contra.stream().map(TextNormalizer::normalize).anyMatch(deciding.get()::equals);
    return isPro && isContra
        ? MatchResult.AMBIGUOUS
        : isPro ? MatchResult.FOR : MatchResult.AGAINST;
  }

  /** Of the punctuation in these texts, only the apostrophe and a single full stop stand inside words. */
  private static boolean isLeading(String trigger, String text) {
    if (!text.startsWith(trigger) || text.equals(trigger)) {
      return false;
    }
    var rest = text.substring(trigger.length());
    var punctuation = rest.replaceFirst("[^.,'!].*", "");
    var next = rest.substring(punctuation.length());
    return next.isEmpty()
        || next.startsWith(" ")
        || punctuation.equals(",")
        || punctuation.startsWith("..")
        || punctuation.contains("!");
  }

  private static boolean isRepeated(String trigger, String text) {
    var once = Pattern.quote(trigger);
    var between = trigger.matches(".*[.,'!]") ? " ?" : "(?:[.,'!]* [.,'! ]*)?";
    return text.matches(once + "(?:" + between + once + ")*");
  }

  @Provide
  Arbitrary<List<String>> triggers() {
    return Arbitraries.strings()
        .withChars("ab +A!")
        .ofMaxLength(4)
        .list()
        .ofMinSize(1)
        .ofMaxSize(8);
  }

  @Provide
  Arbitrary<String> text() {
    return Arbitraries.strings().withChars("ab +.,'!").ofMaxLength(9);
  }
}
