package dev.chatsway.bench;

import dev.chatsway.standalone.ChatswayCommand;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench latency}: see {@link LatencyRun}. */
@Command(
    name = "latency",
    description = "From a vote's acknowledgement to the frame that shows it.",
    mixinStandardHelpOptions = true)
final class LatencyBench implements ChatswayCommand {

  @Mixin
  private Runs runs = new Runs();

  @Option(names = "--sessions", description = "Sessions, each with one client (${DEFAULT-VALUE}).")
  private int sessions = 1_000;

  @Option(names = "--votes-per-second", description = "Votes (${DEFAULT-VALUE}).")
  private int votesPerSecond = 500;

  @Option(
      names = "--watchers",
      description =
          "Clients of the default protocol besides, 20 frames a second each (${DEFAULT-VALUE}).")
  private int watchers;

  @Option(
      names = "--seconds",
      description = "Seconds that are measured, after 5 that are not (${DEFAULT-VALUE}).")
  private int seconds = 20;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var run = new LatencyRun(sessions, watchers, votesPerSecond, seconds);
    return runs.of(results -> results.add(run.report()));
  }
}
