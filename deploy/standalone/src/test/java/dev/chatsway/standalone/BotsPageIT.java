package dev.chatsway.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.session.Match;
import dev.chatsway.session.SessionSettings;
import dev.chatsway.session.text.TriggerMatcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/bots.md: every command in it is run, every example judged. */
@NullUnmarked
final class BotsPageIT {

  private static final Path PAGE = Path.of("../../docs/bots.md");
  private static final Pattern COMMAND = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
  private static final Pattern EXAMPLE = Pattern.compile(
      "^\\| `([^`]+)` \\| (for|against|no vote) \\| (for|against|no vote) \\|$", Pattern.MULTILINE);
  private static final Pattern INVISIBLE = Pattern.compile("\\{U\\+(\\p{XDigit}+)}");

  @TempDir
  static Path temp;

  private static RealServer server;

  @BeforeAll
  static void start() throws Exception {
    server = RealServer.start(temp, 0);
  }

  @AfterAll
  static void stop() throws Exception {
    server.stop();
  }

  static Stream<String> commands() throws IOException {
    return all(COMMAND).map(found -> found.group(1));
  }

  static Stream<List<String>> examples() throws IOException {
    return all(EXAMPLE).map(found -> List.of(found.group(1), found.group(2), found.group(3)));
  }

  private static Stream<MatchResult> all(Pattern pattern) throws IOException {
    var found = pattern.matcher(Files.readString(PAGE)).results().toList();
    assertThat(found).hasSizeGreaterThan(6);
    return found.stream();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aCommandDoesWhatThePageSays(String command) throws Exception {
    var bar = server.bar("{\"decayRate\":0,\"debounceMillis\":0}");
    var shell = new ProcessBuilder("sh", "-eu", "-c", command);
    shell.environment().put("SERVER", server.url());
    shell.environment().put("ADMIN_TOKEN", server.adminToken());
    shell.environment().put("SESSION", bar.id());
    shell.environment().put("VOTE_TOKEN", bar.session().path("voteToken").asString());
    shell.environment().put("VOTE_URL", bar.session().path("voteUrl").asString());
    shell
        .environment()
        .put("WEBHOOK_SECRET", bar.session().path("webhookSecret").asString());
    var run = shell.redirectErrorStream(true).start();
    var said = new String(run.getInputStream().readAllBytes(), UTF_8);

    assertThat(run.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(run.exitValue()).as(said).isZero();
    boolean onlyAsks = command.contains("/api/v1/");
    assertThat(bar.tallies()[0]).as(said).isEqualTo(onlyAsks ? 0 : 1);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anExampleIsJudgedAsThePageSays(List<String> example) {
    var text = INVISIBLE
        .matcher(example.get(0))
        .replaceAll(found -> Character.toString(Integer.parseInt(found.group(1), 16)));

    assertThat(judged(text, Match.EXACT)).as("exact").isEqualTo(example.get(1));
    assertThat(judged(text, Match.LEADING)).as("leading").isEqualTo(example.get(2));
  }

  private static String judged(String text, Match match) {
    var defaults = SessionSettings.DEFAULTS;
    var judge = new TriggerMatcher(defaults.forTriggers(), defaults.againstTriggers(), match);
    return judge.match(text).name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
