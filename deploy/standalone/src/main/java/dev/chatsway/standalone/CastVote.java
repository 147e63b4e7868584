package dev.chatsway.standalone;

import dev.chatsway.standalone.api.ApiException;
import java.util.Locale;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Casts one vote by the way of every bot's: prints what became of it; the exit status is 0 if it was counted. */
@Command(
    name = "vote",
    description =
        "Casts a vote as a bot would and prints its status. Exit status: 0 if it was counted, otherwise 1.",
    mixinStandardHelpOptions = true)
public final class CastVote implements ChatswayCommand {

  @Mixin
  private RunningServer server = new RunningServer();

  @Option(names = "--session", required = true, paramLabel = "ID", description = "A UUID.")
  private UUID session = new UUID(0, 0);

  @Option(
      names = "--text",
      required = true,
      description = "The line of chat, such as --text=\"yes!\".")
  private String text = "";

  @Option(
      names = "--voter",
      description = "The voter's id, for the debounce; default: ${DEFAULT-VALUE}.",
      defaultValue = "terminal")
  private String voter = "";

  @Override
  public Integer call() throws StartFailure, ApiException, InterruptedException {
    var api = server.api();
    var token = api.session(session).path("voteToken").asString();
    var result = api.vote(token, voter, text);
    var status = result.path("status").asString();
    System.out.println(
        result.has("value")
            ? String.format(
                Locale.ROOT,
                "%s, the value is %.2f",
                status,
                result.path("value").asDouble())
            : status);
    return status.equals("ok") ? 0 : 1;
  }
}
