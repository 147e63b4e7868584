package dev.chatsway.standalone;

import dev.chatsway.standalone.api.ApiException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Says how a line of chat would count in a session, and why; counts nothing. */
@Command(
    name = "explain",
    description = "Says how a line of chat would count in a session, and why; counts nothing.",
    mixinStandardHelpOptions = true)
public final class Explain implements ChatswayCommand {

  @Mixin
  private RunningServer server = new RunningServer();

  @Option(names = "--session", required = true, paramLabel = "ID", description = "A UUID.")
  private UUID session = new UUID(0, 0);

  @Option(
      names = "--text",
      required = true,
      description = "The line of chat, such as --text=\"yes!\".")
  private String text = "";

  @Option(names = "--voter", description = "The voter's id, to consider their debounce too.")
  private @Nullable String voter;

  @Option(
      names = "--channel",
      description =
          "The channel that it is written in, such as twitch:@name, if channels vote for sides.")
  private @Nullable String channel;

  @Override
  public Integer call() throws StartFailure, ApiException, InterruptedException {
    var explained = server.api().explain(session, text, voter, channel);
    print("read as", explained.path("normalized"));
    print("status", explained.path("status"));
    print("side", explained.path("side"));
    print("trigger", explained.path("trigger"));
    print("found", explained.path("found"));
    print("because", explained.path("reason"));
    return 0;
  }

  private static void print(String name, JsonNode value) {
    if (value.isString()) {
      System.out.printf("%-8s %s%n", name, value.stringValue());
    }
  }
}
