package dev.chatsway.bench;

import dev.chatsway.standalone.ChatswayCommand;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench fanout}: see {@link FanoutRun}. */
@Command(
    name = "fanout",
    description =
        "Server CPU per frame with the default protocol; with --protocol v2, both protocols under votes.",
    mixinStandardHelpOptions = true)
final class FanoutBench implements ChatswayCommand {

  @Mixin
  private Runs runs = new Runs();

  @Option(names = "--clients", description = "WebSockets (${DEFAULT-VALUE}).")
  private int clients = 2_000;

  @Option(names = "--sessions", description = "Sessions that they share (${DEFAULT-VALUE}).")
  private int sessions = 2_000;

  @Option(names = "--seconds", description = "Seconds to measure (${DEFAULT-VALUE}).")
  private int seconds = 10;

  @Option(
      names = "--warm-up",
      description =
          "Seconds of warm-up (${DEFAULT-VALUE}): in a young server the compiler uses most of the CPU.")
  private int warmUp = 30;

  @Option(names = "--protocol", description = "default or v2 (${DEFAULT-VALUE}).")
  private String protocol = "default";

  @Option(
      names = "--votes-per-second",
      description = "Votes with --protocol v2, entering at another process (${DEFAULT-VALUE}).")
  private int votesPerSecond = 300;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var run = new FanoutRun(clients, sessions, warmUp, seconds);
    return runs.of(results -> {
      if (protocol.equals("v2")) {
        results.add(run.underVotes(votesPerSecond));
      } else {
        results.add(run.quiet());
      }
    });
  }
}
