package dev.chatsway.bench;

import dev.chatsway.standalone.ChatswayCommand;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench chat}: see {@link ChatRun}. */
@Command(
    name = "chat",
    description =
        "Chats that the server reads over IRC: its CPU time per line, from a line to the frame that shows it, lines lost.",
    mixinStandardHelpOptions = true)
final class ChatBench implements ChatswayCommand {

  @Mixin
  private Runs runs = new Runs();

  @Option(
      names = "--channels",
      description = "Channels, each of a session with one client (${DEFAULT-VALUE}).")
  private int channels = 1_000;

  @Option(names = "--lines-per-second", description = "Lines of chat (${DEFAULT-VALUE}).")
  private int linesPerSecond = 2_000;

  @Option(
      names = "--votes-percent",
      description = "How many of the lines are votes, 1 to 100 (${DEFAULT-VALUE}).")
  private int votesPercent = 20;

  @Option(
      names = "--seconds",
      description = "Seconds to measure, after 10 of warm-up (${DEFAULT-VALUE}).")
  private int seconds = 20;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var run = new ChatRun(channels, linesPerSecond, votesPercent, seconds);
    return runs.of(results -> results.add(run.report()));
  }
}
