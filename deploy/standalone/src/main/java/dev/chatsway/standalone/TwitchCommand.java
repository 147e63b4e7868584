package dev.chatsway.standalone;

import dev.chatsway.standalone.api.ApiException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./chatsway twitch}: asks a running server how things are with Twitch. */
@Command(
    name = "twitch",
    description = "The state of the connection to Twitch, and how to fix what is missing.",
    mixinStandardHelpOptions = true,
    subcommands = TwitchCommand.Status.class)
public final class TwitchCommand implements ChatswayCommand {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
  private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "missing subcommand: twitch status");
  }

  /** Prints it all; the exit status is 0 if every chat that a session asks for is delivered. */
  @Command(
      name = "status",
      description =
          "Prints whether Twitch sends every chat that a session asks for, and how to fix what is missing. Exit status: 0"
              + " if it does, otherwise 1.",
      mixinStandardHelpOptions = true)
  public static final class Status implements ChatswayCommand {

    @Mixin
    private RunningServer server = new RunningServer();

    @Override
    public Integer call() throws StartFailure, ApiException, InterruptedException {
      var report = server.api().twitch();
      System.out.print(TwitchStatusText.of(report));
      return report.path("healthy").asBoolean() ? 0 : 1;
    }
  }
}
