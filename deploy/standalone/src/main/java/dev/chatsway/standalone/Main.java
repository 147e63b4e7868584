package dev.chatsway.standalone;

import com.typesafe.config.ConfigException;
import dev.chatsway.standalone.api.ApiException;
import java.util.ServiceLoader;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** {@code ./chatsway}: finds the command and runs it; none is {@code serve}. A failure is one line on standard error. */
@Command(
    name = "chatsway",
    description =
        "A bar on the stream that sways between for and against, moved by chat. Without a command: serve.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      Serve.class,
      Bot.class,
      Demo.class,
      Inspect.class,
      Explain.class,
      CastVote.class,
      Status.class,
      SignInCommand.class,
      TwitchCommand.class,
      TrainingRun.class
    })
public final class Main implements ChatswayCommand {

  @Mixin
  private StartOptions options = new StartOptions();

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    var commandLine = new CommandLine(new Main());
    ServiceLoader.load(ChatswayCommand.class).forEach(commandLine::addSubcommand);
    return commandLine
        .setParameterExceptionHandler(Main::badUsage)
        .setExecutionExceptionHandler(Main::failed);
  }

  @Override
  public Integer call() throws StartFailure, ApiException, InterruptedException {
    return new Serve(options).call();
  }

  private static int badUsage(ParameterException e, String[] args) {
    var err = e.getCommandLine().getErr();
    err.println("Chatsway: " + oneLine(String.valueOf(e.getMessage())));
    e.getCommandLine().usage(err);
    return ExitCode.USAGE;
  }

  private static int failed(Exception e, CommandLine commandLine, ParseResult parsed) {
    var isSetting = e instanceof IllegalArgumentException || e instanceof ConfigException;
    var isKnown = isSetting || e instanceof StartFailure || e instanceof ApiException;
    var line = oneLine(isKnown ? String.valueOf(e.getMessage()) : e.toString());
    if (Logging.isJson()) {
      LoggerFactory.getLogger(Main.class).error(line);
    } else {
      commandLine.getErr().println("Chatsway: " + line);
    }
    if (!isKnown) {
      LoggerFactory.getLogger(Main.class).error("Unexpected error", e);
    }
    return isSetting ? ExitCode.USAGE : ExitCode.SOFTWARE;
  }

  /** As a single line that names the environment variable and shows no password of a URL. */
  static String oneLine(String message) {
    return Setting.withVariables(
        message.replaceAll("\\R\\s*", " ").replaceAll("//[^/@\\s]*@", "//…@"));
  }
}
