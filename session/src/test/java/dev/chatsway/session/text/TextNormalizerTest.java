package dev.chatsway.session.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TextNormalizerTest {

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "+1=>+1",
        " YES =>yes",
        "yes!?!=>yes",
        "yes …=>yes",
        "yes…=>yes",
        "yes !=>yes",
        "1.=>1",
        "?!=>?!",
        "¡¡sí=>sí",
        "¿ @you yes=>yes",
        "@you !=>!",
        "\u0001ACTION waves\u0001=>waves",
        "हाँ!=>हाँ",
        "so\t many\u00A0\u3000spaces=>so many spaces",
        "@someone yes=>yes",
        "@a @b  yes=>yes",
        "＠a yes=>yes",
        "@someone=>@someone",
        "@ yes=>@ yes",
        "me @you yes=>me @you yes",
        "ｙｅｓ=>yes",
        "１=>1",
        "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uFE58\uFE63\uFF0D=>----------",
        "\u207B\u208B=>--",
        "yes \uDB40\uDC00=>yes",
        "yes\u034F\u200B\uFE0F=>yes",
        "ye\u200Bs=>yes",
        "e\u200B\u0301=>é",
        "\u200Fyes\u200E=>yes",
        "STRASSE=>strasse",
        "straße=>strasse",
        "\u00A8yes=>\u0308yes",
        "\u3164=>''",
        " \t =>''",
      })
  void aTextHasOneForm(String text, String form) {
    assertThat(TextNormalizer.normalize(text)).isEqualTo(form);
    assertThat(TextNormalizer.normalize(form)).isEqualTo(form);
  }

  @Test
  void theMachinesLanguageMakesNoDifference() {
    var before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr-TR"));
      assertThat(TextNormalizer.normalize("HI")).isEqualTo("hi");
    } finally {
      Locale.setDefault(before);
    }
    assertThat(TextNormalizer.normalize("hayır")).isEqualTo("hayir");
    assertThat(TextNormalizer.normalize("İ")).isEqualTo("i");
  }

  @Test
  void theMentionOfAReplyIsDroppedWithItsBlanks() {
    assertThat(TextNormalizer.withoutMention("@Riot Games yes", "Riot Games")).isEqualTo("yes");
    assertThat(TextNormalizer.withoutMention("\u0001ACTION @riot games yes\u0001", "Riot Games"))
        .isEqualTo("yes\u0001");
    assertThat(TextNormalizer.withoutMention("@Riot Gamesyes", "Riot Games"))
        .isEqualTo("@Riot Gamesyes");
    assertThat(TextNormalizer.withoutMention("@ yes", "")).isEqualTo("@ yes");
  }

  @Test
  void linesBecomeOne() {
    assertThat(TextNormalizer.normalize("go\r\n\u2028red\u0085")).isEqualTo("go red");
  }

  @Test
  void aTextAlreadyInItsFormStaysAsItIs() {
    assertThat(TextNormalizer.normalize("because of that -1")).isEqualTo("because of that -1");
  }

  @Property(tries = 20_000)
  void doingItTwiceChangesNothing(@ForAll("chat") String text) {
    var once = TextNormalizer.normalize(text);
    assertThat(TextNormalizer.normalize(once)).isEqualTo(once);
  }

  @Property(tries = 5_000)
  void appendingIgnorableCharactersChangesNothing(
      @ForAll("chat") String text, @ForAll("ignorable") String suffix) {
    assertThat(TextNormalizer.normalize(text + suffix)).isEqualTo(TextNormalizer.normalize(text));
  }

  @Property(tries = 5_000)
  void plainAsciiGoesTheSameWayAsEverythingElse(@ForAll("ascii") String text) {
    assertThat(TextNormalizer.normalize(text)).isEqualTo(TextNormalizer.normalize(text + "\u200B"));
  }

  @Provide
  Arbitrary<String> chat() {
    var pieces = Arbitraries.of(
        "@a ",
        "@b",
        "@ ",
        "＠",
        "yes",
        "Yes!",
        "...",
        "…",
        "‼",
        "!",
        "?",
        ",",
        " ",
        "\t",
        "\u00A8",
        "\u2003",
        "\u1680",
        "\u2028",
        "\u0301",
        "\u0323",
        "\u0338",
        "\u200B",
        "\u034F",
        "\uDB40\uDC41",
        "\u115F",
        "\u2014",
        "\u207B",
        "\uFE58",
        "\u2212",
        "İ",
        "i\u0307",
        "ΐ",
        "Ά",
        "τσάϊ",
        "j\u0307",
        "\u00B4",
        ":kekw:",
        ":",
        "[emote:1:a]",
        "<:b:2>",
        "🏴\uDB40\uDC67\uDB40\uDC62\uDB40\uDC7F",
        "\u066B",
        "١",
        "❶",
        "🅰",
        "❗",
        "ո՛չ",
        "\uFFFE",
        "\u2795",
        "\u20E3",
        "\uFFFC",
        "\u2800",
        "\u0001ACTION ",
        "\u0007",
        "¡",
        "¿",
        "👍🏽",
        "\u200D♂",
        "。",
        "@",
        "ı",
        "ß",
        "ﷺ",
        "ﬁ",
        "\u1100",
        "\u1161",
        "\u11A8",
        "हाँ",
        "\uD83D",
        "\uDE00",
        "😀",
        "\u0345",
        "\u03B1",
        "\u1FB3",
        "a",
        "e");
    return Arbitraries.frequencyOf(
        Tuple.of(3, pieces.list().ofMaxSize(12).map(list -> String.join("", list))),
        Tuple.of(1, Arbitraries.strings().ofMaxLength(20)),
        Tuple.of(1, Arbitraries.strings().withCharRange('\u00A0', '\u33FF').ofMaxLength(20)));
  }

  @Provide
  Arbitrary<String> ignorable() {
    return Arbitraries.of(
            "\u00AD",
            "\u034F",
            "\u061C",
            "\u115F",
            "\u180E",
            "\u200B",
            "\u200D",
            "\u200F",
            "\u202E",
            "\u2060",
            "\u3164",
            "\uFE0F",
            "\uFEFF",
            "\uDB40\uDC00",
            "\uDB40\uDD00",
            "\uDB43\uDFFF")
        .list()
        .ofMaxSize(5)
        .map(list -> String.join("", list));
  }

  @Provide
  Arbitrary<String> ascii() {
    return Arbitraries.strings().withCharRange('\0', '\u007F').ofMaxLength(30);
  }
}
