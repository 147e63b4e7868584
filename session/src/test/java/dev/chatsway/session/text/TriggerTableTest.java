package dev.chatsway.session.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.session.Match;
import dev.chatsway.session.SessionSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks each text in the table of docs/interface.md, section 6, "How a text becomes a vote". */
final class TriggerTableTest {

  private static final Path PAGE = Path.of("../docs/interface.md");
  private static final Pattern ROW = Pattern.compile(
      "^\\| (`.+`) \\| (?:`(.+)`)? ?\\| (for|against|no vote) \\| (for|against|no vote) \\|",
      Pattern.MULTILINE);
  private static final Pattern TEXT = Pattern.compile("`([^`]+)`");
  private static final Pattern INVISIBLE = Pattern.compile("\\{U\\+(\\p{XDigit}+)}");

  /** One text of the table; with a trigger, the session has that one for its first side. */
  record Example(String text, String trigger, String exact, String leading) {}

  static Stream<Example> examples() throws IOException {
    var examples = ROW.matcher(Files.readString(PAGE))
        .results()
        .flatMap(row -> TEXT.matcher(row.group(1))
            .results()
            .map(text -> new Example(
                visible(text.group(1)),
                row.group(2) == null ? "" : row.group(2),
                row.group(3),
                row.group(4))))
        .toList();
    assertThat(examples).hasSizeGreaterThan(60);
    return examples.stream();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void aTextCountsAsThePageSays(Example example) {
    assertThat(judged(example, Match.EXACT)).as("exact").isEqualTo(example.exact);
    assertThat(judged(example, Match.LEADING)).as("leading").isEqualTo(example.leading);
  }

  private static String judged(Example example, Match match) {
    var defaults = SessionSettings.DEFAULTS;
    var matcher = example.trigger.isEmpty()
        ? new TriggerMatcher(defaults.forTriggers(), defaults.againstTriggers(), match)
        : new TriggerMatcher(List.of(example.trigger), List.of("x"), match);
    return matcher.match(example.text).name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String visible(String text) {
    return INVISIBLE
        .matcher(text)
        .replaceAll(found ->
            Matcher.quoteReplacement(Character.toString(Integer.parseInt(found.group(1), 16))));
  }
}
