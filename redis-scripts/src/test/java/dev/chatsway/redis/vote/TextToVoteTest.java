package dev.chatsway.redis.vote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.redis.session.ChatText;
import dev.chatsway.redis.session.Match;
import dev.chatsway.redis.session.SessionSettings;
import dev.chatsway.redis.vote.TextToVote.Explanation;
import dev.chatsway.redis.vote.TextToVote.Found;
import dev.chatsway.redis.vote.TextToVote.Verdict;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TextToVoteTest {

  private static final List<String> PRO = SessionSettings.DEFAULTS.forTriggers();
  private static final List<String> CONTRA = SessionSettings.DEFAULTS.againstTriggers();
  private static final TextToVote EXACT = new TextToVote(PRO, CONTRA, Match.EXACT);
  private static final TextToVote LEADING = new TextToVote(PRO, CONTRA, Match.LEADING);

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
        "1!|NO_VOTE|NO_VOTE",
        "１|FOR|FOR",
        "ｙｅｓ|FOR|FOR",
        "＋１|FOR|FOR",
        "①|FOR|FOR",
        "yes\uDB40\uDC00|FOR|FOR",
        "yes \uDB40\uDC00|FOR|FOR",
        "1 \u034F|FOR|FOR",
        "1\uFE0F|FOR|FOR",
        "1\uFE0F\u20E3|NO_VOTE|NO_VOTE",
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
  void aTextIsJudged(String text, Verdict exact, Verdict leading) {
    assertThat(EXACT.judge(text)).as("exact").isEqualTo(exact);
    assertThat(LEADING.judge(text)).as("leading").isEqualTo(leading);
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
    assertThat(new TextToVote(List.of(trigger), List.of("x"), Match.EXACT).judge(text))
        .isEqualTo(Verdict.FOR);
  }

  @Test
  void turkishDotlessIIsALetterOfItsOwn() {
    var turkish = new TextToVote(List.of("evet"), List.of("hayır"), Match.EXACT);
    assertThat(turkish.judge("HAYIR"))
        .as("a capital I is the capital of i")
        .isEqualTo(Verdict.NO_VOTE);
    assertThat(turkish.judge("hayır!")).isEqualTo(Verdict.AGAINST);
  }

  @Test
  void combiningAccentsAndTheirPrecomposedLettersAreTheSame() {
    var french = new TextToVote(List.of("à fond"), List.of("non"), Match.EXACT);
    assertThat(french.judge("A\u0300 FOND")).isEqualTo(Verdict.FOR);
    assertThat(french.judge("a fond")).isEqualTo(Verdict.NO_VOTE);
  }

  @Test
  void fiveHundredCharactersAreJudgedLikeAFew() {
    assertThat(EXACT.judge("+".repeat(500))).isEqualTo(Verdict.FOR);
    assertThat(EXACT.judge("yes " + "a".repeat(496))).isEqualTo(Verdict.NO_VOTE);
    assertThat(LEADING.judge("yes " + "a".repeat(496))).isEqualTo(Verdict.FOR);
  }

  @Test
  void aTextLongerThanAnyPlatformAllowsIsNoVote() {
    assertThat(EXACT.judge("+".repeat(ChatText.MAX_LENGTH))).isEqualTo(Verdict.FOR);
    assertThat(EXACT.judge("+".repeat(ChatText.MAX_LENGTH + 1))).isEqualTo(Verdict.NO_VOTE);
    assertThat(EXACT.explain("+".repeat(ChatText.MAX_LENGTH + 1)))
        .isEqualTo(
            new Explanation("", Verdict.NO_VOTE, null, null, "it is longer than 2000 characters"));
  }

  @Test
  void aWholeTriggerBeatsARepeatedOrLeadingOne() {
    var judge = new TextToVote(List.of("1", "go red"), List.of("11", "go"), Match.LEADING);
    assertThat(judge.judge("11")).isEqualTo(Verdict.AGAINST);
    assertThat(judge.judge("111")).isEqualTo(Verdict.FOR);
    assertThat(judge.judge("go red")).isEqualTo(Verdict.FOR);
    assertThat(judge.judge("go blue")).isEqualTo(Verdict.AGAINST);
  }

  @Test
  void theLongerOfTwoRepeatedOrLeadingTriggersWins() {
    var judge = new TextToVote(List.of("1"), List.of("11", "1 1 2"), Match.LEADING);
    assertThat(judge.judge("1111")).isEqualTo(Verdict.AGAINST);
    assertThat(judge.judge("1 1 2 really")).isEqualTo(Verdict.AGAINST);
    assertThat(judge.judge("1 1 3 really")).isEqualTo(Verdict.FOR);
  }

  @Test
  void aTriggerOfBothSidesIsAmbiguous() {
    var judge = new TextToVote(List.of("yes", "SO", "so"), List.of("no", "so!"), Match.LEADING);
    assertThat(judge.judge("so")).isEqualTo(Verdict.AMBIGUOUS);
    assertThat(judge.judge("so so")).isEqualTo(Verdict.AMBIGUOUS);
    assertThat(judge.judge("so what")).isEqualTo(Verdict.AMBIGUOUS);
    assertThat(judge.judge("yes")).isEqualTo(Verdict.FOR);
  }

  @Test
  void aTriggerWithNothingVisibleNeverMatches() {
    var judge = new TextToVote(List.of("\u200B", " "), List.of("no"), Match.LEADING);
    assertThat(judge.judge("")).isEqualTo(Verdict.NO_VOTE);
    assertThat(judge.judge("anything")).isEqualTo(Verdict.NO_VOTE);
  }

  @Test
  void itSaysWhy() {
    assertThat(LEADING.explain("@you YES!"))
        .isEqualTo(
            new Explanation("yes", Verdict.FOR, "yes", Found.WHOLE, "it is the trigger \"yes\""));
    assertThat(LEADING.explain("--"))
        .isEqualTo(new Explanation(
            "--", Verdict.AGAINST, "-", Found.REPEATED, "it is the trigger \"-\", repeated"));
    assertThat(LEADING.explain("1 Because"))
        .isEqualTo(new Explanation(
            "1 because",
            Verdict.FOR,
            "1",
            Found.LEADING,
            "it begins with the trigger \"1\", and white space follows"));
    assertThat(LEADING.explain("Hm"))
        .isEqualTo(new Explanation(
            "hm", Verdict.NO_VOTE, null, null, "none of the session's triggers is in it"));
    assertThat(new TextToVote(List.of("so"), List.of("SO!"), Match.EXACT)
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
        "yesterday|it begins with the trigger \"yes\", but no white space follows, so that it is another word",
        "oh yes|the trigger \"yes\" is in it, but it does not begin with it",
        "`\u200B`|nothing visible is in it",
        "hello|none of the session's triggers is in it",
      })
  void itSaysWhyNot(String text, String reason) {
    assertThat(EXACT.explain(text).reason()).isEqualTo(reason);
  }

  @Property
  void whatIsExactIsAlsoLeading(@ForAll("chat") String text) {
    var exact = EXACT.judge(text);
    if (exact != Verdict.NO_VOTE) {
      assertThat(LEADING.judge(text)).isEqualTo(exact);
    }
  }

  @Property
  void swappingTheSidesSwapsTheVerdict(@ForAll("chat") String text) {
    var swapped = new TextToVote(CONTRA, PRO, Match.LEADING);
    var expected = switch (LEADING.judge(text)) {
      case FOR -> Verdict.AGAINST;
      case AGAINST -> Verdict.FOR;
      case NO_VOTE -> Verdict.NO_VOTE;
      case AMBIGUOUS -> Verdict.AMBIGUOUS;
    };
    assertThat(swapped.judge(text)).isEqualTo(expected);
  }

  @Property
  void invisiblePaddingNeverChangesTheAnswer(@ForAll("chat") String text) {
    assertThat(EXACT.judge(text + " \uDB40\uDC00\u034F")).isEqualTo(EXACT.judge(text));
  }

  @Property
  void explainingAndJudgingAgree(@ForAll("chat") String text) {
    assertThat(LEADING.explain(text).verdict()).isEqualTo(LEADING.judge(text));
  }

  @Property
  void everyTriggerOfAFullListIsFound(@ForAll("words") List<String> triggers) {
    var judge = new TextToVote(triggers, List.of("!"), Match.EXACT);
    for (var trigger : triggers) {
      assertThat(judge.judge(trigger)).isEqualTo(Verdict.FOR);
      assertThat(judge.judge(trigger + " " + trigger)).isEqualTo(Verdict.FOR);
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
