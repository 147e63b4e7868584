package dev.chatsway.session.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.session.Match;
import dev.chatsway.session.SessionSettings;
import dev.chatsway.session.text.TriggerMatcher.Explanation;
import dev.chatsway.session.text.TriggerMatcher.MatchKind;
import dev.chatsway.session.text.TriggerMatcher.MatchResult;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TriggerMatcherTest {

  private static final List<String> PRO = SessionSettings.DEFAULTS.forTriggers();
  private static final List<String> CONTRA = SessionSettings.DEFAULTS.againstTriggers();
  private static final TriggerMatcher EXACT = new TriggerMatcher(PRO, CONTRA, Match.EXACT);
  private static final TriggerMatcher LEADING = new TriggerMatcher(PRO, CONTRA, Match.LEADING);

  /** What a text says to a new session, under {@code match: exact} and under {@code match: leading}. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      quoteCharacter = '`',
      value = {
        "+1|FOR|FOR",
        "+|FOR|FOR",
        "+++|FOR|FOR",
        "+ + +|FOR|FOR",
        "+1+1 +1|FOR|FOR",
        "-|AGAINST|AGAINST",
        "--|AGAINST|AGAINST",
        "-1|AGAINST|AGAINST",
        " YES |FOR|FOR",
        "yes!|FOR|FOR",
        "Yes!!?|FOR|FOR",
        "no.|AGAINST|AGAINST",
        "@someone yes|FOR|FOR",
        "@someone @else no!|AGAINST|AGAINST",
        "yes yes|FOR|FOR",
        "yesyes|FOR|FOR",
        "11|FOR|FOR",
        "222 2|AGAINST|AGAINST",
        "yes no|NO_VOTE|FOR",
        "no yes|NO_VOTE|AGAINST",
        "yes +1|NO_VOTE|FOR",
        "1 because …|NO_VOTE|FOR",
        "1because|NO_VOTE|NO_VOTE",
        "-1 because|NO_VOTE|AGAINST",
        "12|NO_VOTE|NO_VOTE",
        "+2|NO_VOTE|NO_VOTE",
        "yesterday|NO_VOTE|NO_VOTE",
        "oh yes|NO_VOTE|NO_VOTE",
        "1!|FOR|FOR",
        "2.|AGAINST|AGAINST",
        "+!|FOR|FOR",
        "-?!|AGAINST|AGAINST",
        "¡Yes!|FOR|FOR",
        "¿No?|AGAINST|AGAINST",
        "yes。|FOR|FOR",
        "no؟|AGAINST|AGAINST",
        "yes ! !|FOR|FOR",
        "yes, please|NO_VOTE|FOR",
        "no, don't|NO_VOTE|AGAINST",
        "no… really|NO_VOTE|AGAINST",
        "yes,please|NO_VOTE|FOR",
        "no!!why|NO_VOTE|AGAINST",
        "no-one|NO_VOTE|NO_VOTE",
        "no'one|NO_VOTE|NO_VOTE",
        "1.5|NO_VOTE|NO_VOTE",
        "1,5|NO_VOTE|NO_VOTE",
        "2:0|NO_VOTE|NO_VOTE",
        "nope|NO_VOTE|NO_VOTE",
        "no.com|NO_VOTE|NO_VOTE",
        "\u0001ACTION yes\u0001|FOR|FOR",
        "\u0001ACTION yes|FOR|FOR",
        "\u0001ACTION no!\u0001|AGAINST|AGAINST",
        "\u0001ACTION 1 because\u0001|NO_VOTE|FOR",
        "yes\u0001|FOR|FOR",
        "\u2795|FOR|FOR",
        "\u2796|AGAINST|AGAINST",
        "\u27951|FOR|FOR",
        "2\uFE0F\u20E3|AGAINST|AGAINST",
        "yes \u2800|FOR|FOR",
        "\u2800no\u2800|AGAINST|AGAINST",
        "yes\u0007\u0085|FOR|FOR",
        "y\u009Fes|FOR|FOR",
        "yes\uFFFC|FOR|FOR",
        "no \uFFFD|AGAINST|AGAINST",
        "yes\uFFF9|FOR|FOR",
        "yes\uD83D|FOR|FOR",
        "\uDE00no|AGAINST|AGAINST",
        "１|FOR|FOR",
        "ｙｅｓ|FOR|FOR",
        "＋１|FOR|FOR",
        "①|FOR|FOR",
        "yes\uDB40\uDC00|FOR|FOR",
        "yes \uDB40\uDC00|FOR|FOR",
        "1 \u034F|FOR|FOR",
        "1\uFE0F|FOR|FOR",
        "1\uFE0F\u20E3|FOR|FOR",
        "\u200Fyes\u200E|FOR|FOR",
        "\u202Eyes|FOR|FOR",
        "\u2010|AGAINST|AGAINST",
        "\u2013|AGAINST|AGAINST",
        "\u2014|AGAINST|AGAINST",
        "\u2014 1|NO_VOTE|AGAINST",
        "\u22121|AGAINST|AGAINST",
        "\u2E3B|AGAINST|AGAINST",
        "yés|NO_VOTE|NO_VOTE",
        "ye\u0301s|NO_VOTE|NO_VOTE",
        "yes\u0301|NO_VOTE|NO_VOTE",
        "уes|NO_VOTE|NO_VOTE",
        "``|NO_VOTE|NO_VOTE",
        " |NO_VOTE|NO_VOTE",
        "\u200B|NO_VOTE|NO_VOTE",
      })
  void aTextIsJudged(String text, MatchResult exact, MatchResult leading) {
    assertThat(EXACT.match(text)).as("exact").isEqualTo(exact);
    assertThat(LEADING.match(text)).as("leading").isEqualTo(leading);
  }

  @ParameterizedTest
  @CsvSource({
    "İYİ,i\u0307yi\u0307",
    "HAYIR,hayir",
    "hayır,hayır",
    "ÇOK İYİ,çok i\u0307yi\u0307",
    "Straße,STRASSE"
  })
  void triggersGoTheSameWayAsTexts(String trigger, String text) {
    assertThat(new TriggerMatcher(List.of(trigger), List.of("x"), Match.EXACT).match(text))
        .isEqualTo(MatchResult.FOR);
  }

  /** Capitals, emoji modifiers and punctuation in scripts whose capitals or full stops are not those of English. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hayır|HAYIR",
        "hayır|Hayır!",
        "kırmızı|KIRMIZI",
        "istanbul|İSTANBUL",
        "ısı|ISI",
        "ilk|İLK",
        "όχι|ΟΧΙ",
        "όχι|Όχι;",
        "ναί|ΝΑΙ",
        "μαΐου|ΜΑΪΟΥ",
        "λόγος|ΛΟΓΟΣ",
        "はい|はい。",
        "はい|はい！",
        "नमस्ते|नमस्ते।",
        "نعم|نعم؟",
        "sí|¡Sí!",
        "да|Да…",
        "👍|👍🏽",
        "👍|👍👍🏿",
        "🙋|🙋‍♂️",
        "🙋|🙋🏻‍♀️",
        "🤷|🤷🏾‍♂",
        "❤️|❤",
        "✋|✋🏼",
        "!|!",
        "!|!!!",
        "?!|?!",
        "...|…"
      })
  void aTriggerIsFoundHoweverItIsTyped(String trigger, String text) {
    var matcher = new TriggerMatcher(List.of(trigger), List.of("x"), Match.EXACT);
    assertThat(matcher.match(text)).isEqualTo(MatchResult.FOR);
  }

  @ParameterizedTest
  @CsvSource({"café,cafe", "ano,año", "über,uber", "да,дa", "👍,👎", "🙋,♂"})
  void lettersThatDifferStayDifferent(String trigger, String text) {
    var matcher = new TriggerMatcher(List.of(trigger), List.of("x"), Match.EXACT);
    assertThat(matcher.match(text)).isEqualTo(MatchResult.NO_VOTE);
  }

  @Test
  void anApostropheIsPartOfAWord() {
    var matcher = new TriggerMatcher(List.of("don"), List.of("x"), Match.LEADING);
    assertThat(matcher.match("don't")).isEqualTo(MatchResult.NO_VOTE);
    assertThat(matcher.match("don’t do it")).isEqualTo(MatchResult.NO_VOTE);
    assertThat(matcher.match("don, do it")).isEqualTo(MatchResult.FOR);
  }

  @Test
  void aPileOfCombiningMarksCostsLittle() {
    var marks = "e" + "\u0316\u0301".repeat(995);
    long start = System.nanoTime();
    for (int i = 0; i < 60; i++) {
      EXACT.match(marks);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(500));
  }

  @Test
  void combiningAccentsAndTheirPrecomposedLettersAreTheSame() {
    var french = new TriggerMatcher(List.of("à fond"), List.of("non"), Match.EXACT);
    assertThat(french.match("A\u0300 FOND")).isEqualTo(MatchResult.FOR);
    assertThat(french.match("a fond")).isEqualTo(MatchResult.NO_VOTE);
  }

  @Test
  void fiveHundredCharactersAreJudgedLikeAFew() {
    assertThat(EXACT.match("+".repeat(500))).isEqualTo(MatchResult.FOR);
    assertThat(EXACT.match("yes " + "a".repeat(496))).isEqualTo(MatchResult.NO_VOTE);
    assertThat(LEADING.match("yes " + "a".repeat(496))).isEqualTo(MatchResult.FOR);
  }

  @Test
  void aTextLongerThanAnyPlatformAllowsIsNoVote() {
    assertThat(EXACT.match("+".repeat(TextNormalizer.MAX_LENGTH))).isEqualTo(MatchResult.FOR);
    assertThat(EXACT.match("+".repeat(TextNormalizer.MAX_LENGTH + 1)))
        .isEqualTo(MatchResult.NO_VOTE);
    assertThat(EXACT.explain("+".repeat(TextNormalizer.MAX_LENGTH + 1)))
        .isEqualTo(new Explanation(
            "", MatchResult.NO_VOTE, null, null, "it is longer than 2000 characters"));
  }

  @Test
  void aWholeTriggerBeatsARepeatedOrLeadingOne() {
    var judge = new TriggerMatcher(List.of("1", "go red"), List.of("11", "go"), Match.LEADING);
    assertThat(judge.match("11")).isEqualTo(MatchResult.AGAINST);
    assertThat(judge.match("111")).isEqualTo(MatchResult.FOR);
    assertThat(judge.match("go red")).isEqualTo(MatchResult.FOR);
    assertThat(judge.match("go blue")).isEqualTo(MatchResult.AGAINST);
  }

  @Test
  void theLongerOfTwoRepeatedOrLeadingTriggersWins() {
    var judge = new TriggerMatcher(List.of("1"), List.of("11", "1 1 2"), Match.LEADING);
    assertThat(judge.match("1111")).isEqualTo(MatchResult.AGAINST);
    assertThat(judge.match("1 1 2 really")).isEqualTo(MatchResult.AGAINST);
    assertThat(judge.match("1 1 3 really")).isEqualTo(MatchResult.FOR);
  }

  @Test
  void aTriggerOfBothSidesIsAmbiguous() {
    var judge = new TriggerMatcher(List.of("yes", "SO", "so"), List.of("no", "so!"), Match.LEADING);
    assertThat(judge.match("so")).isEqualTo(MatchResult.AMBIGUOUS);
    assertThat(judge.match("so so")).isEqualTo(MatchResult.AMBIGUOUS);
    assertThat(judge.match("so what")).isEqualTo(MatchResult.AMBIGUOUS);
    assertThat(judge.match("yes")).isEqualTo(MatchResult.FOR);
  }

  @Test
  void aTriggerWithNothingVisibleNeverMatches() {
    var judge = new TriggerMatcher(List.of("\u200B", " "), List.of("no"), Match.LEADING);
    assertThat(judge.match("")).isEqualTo(MatchResult.NO_VOTE);
    assertThat(judge.match("anything")).isEqualTo(MatchResult.NO_VOTE);
  }

  @Test
  void itSaysWhy() {
    assertThat(LEADING.explain("@you YES!"))
        .isEqualTo(new Explanation(
            "yes", MatchResult.FOR, "yes", MatchKind.WHOLE, "it is the trigger \"yes\""));
    assertThat(LEADING.explain("--"))
        .isEqualTo(new Explanation(
            "--",
            MatchResult.AGAINST,
            "-",
            MatchKind.REPEATED,
            "it is the trigger \"-\", repeated"));
    assertThat(LEADING.explain("1 Because"))
        .isEqualTo(new Explanation(
            "1 because",
            MatchResult.FOR,
            "1",
            MatchKind.LEADING,
            "it begins with the trigger \"1\", followed by white space or punctuation"));
    assertThat(LEADING.explain("Hm"))
        .isEqualTo(new Explanation(
            "hm", MatchResult.NO_VOTE, null, null, "it contains none of the session's triggers"));
    assertThat(new TriggerMatcher(List.of("so"), List.of("SO!"), Match.EXACT)
            .explain("so")
            .reason())
        .isEqualTo("\"so\" is a trigger of both sides");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "yes of course|it begins with the trigger \"yes\", but more follows, and match is exact",
        "yesterday|it begins with the trigger \"yes\", but goes on as another word or number",
        "1.5|it begins with the trigger \"1\", but goes on as another word or number",
        "yes, please|it begins with the trigger \"yes\", but more follows, and match is exact",
        "no… really|it begins with the trigger \"no\", but more follows, and match is exact",
        "well (yes), ok|it contains the trigger \"yes\", but does not begin with it",
        "eyes|it contains none of the session's triggers",
        "oh yes|it contains the trigger \"yes\", but does not begin with it",
        "`\u200B`|it contains nothing visible",
        "hello|it contains none of the session's triggers",
      })
  void itSaysWhyNot(String text, String reason) {
    assertThat(EXACT.explain(text).reason()).isEqualTo(reason);
  }

  @Property
  void whatIsExactIsAlsoLeading(@ForAll("chat") String text) {
    var exact = EXACT.match(text);
    if (exact != MatchResult.NO_VOTE) {
      assertThat(LEADING.match(text)).isEqualTo(exact);
    }
  }

  @Property
  void swappingTheSidesSwapsTheVerdict(@ForAll("chat") String text) {
    var swapped = new TriggerMatcher(CONTRA, PRO, Match.LEADING);
    var expected = switch (LEADING.match(text)) {
      case FOR -> MatchResult.AGAINST;
      case AGAINST -> MatchResult.FOR;
      case NO_VOTE -> MatchResult.NO_VOTE;
      case AMBIGUOUS -> MatchResult.AMBIGUOUS;
    };
    assertThat(swapped.match(text)).isEqualTo(expected);
  }

  @Property
  void invisiblePaddingNeverChangesTheAnswer(@ForAll("chat") String text) {
    assertThat(EXACT.match(text + " \uDB40\uDC00\u034F")).isEqualTo(EXACT.match(text));
  }

  @Property
  void explainingAndJudgingAgree(@ForAll("chat") String text) {
    assertThat(LEADING.explain(text).verdict()).isEqualTo(LEADING.match(text));
  }

  @Property
  void everyTriggerOfAFullListIsFound(@ForAll("words") List<String> triggers) {
    var judge = new TriggerMatcher(triggers, List.of("!"), Match.EXACT);
    for (var trigger : triggers) {
      assertThat(judge.match(trigger)).isEqualTo(MatchResult.FOR);
      assertThat(judge.match(trigger + " " + trigger)).isEqualTo(MatchResult.FOR);
    }
  }

  @Provide
  Arbitrary<String> chat() {
    return Arbitraries.of(
            "+", "1", "-", "2", "yes", "No", " ", "!", "—", "@a ", "because", "\u200B", "１")
        .list()
        .ofMaxSize(6)
        .map(list -> String.join("", list));
  }

  @Provide
  Arbitrary<List<String>> words() {
    return Arbitraries.strings()
        .withCharRange('a', 'e')
        .ofMinLength(1)
        .ofMaxLength(4)
        .list()
        .ofMinSize(1)
        .ofMaxSize(50);
  }
}
