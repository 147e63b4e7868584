package dev.chatsway.bench;

import dev.chatsway.standalone.ChatswayCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./chatsway bench}: lists the benches. */
@Command(
    name = "bench",
    description =
        "Measures this build on this machine. Each bench prints one JSON object per line.",
    subcommands = {
      TickBench.class,
      FanoutBench.class,
      VotesBench.class,
      LatencyBench.class,
      ChatBench.class,
      ConnectBench.class,
      StartBench.class,
      GrowthBench.class,
      MicroBench.class,
      PictureBench.class,
      WebhooksBench.class,
      ScaleBench.class
    },
    mixinStandardHelpOptions = true)
public final class Bench implements ChatswayCommand {

  @Spec
  private CommandSpec spec;

  /** For the command line. */
  public Bench() {
    this.spec = CommandSpec.create();
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(System.out);
    return 0;
  }
}
