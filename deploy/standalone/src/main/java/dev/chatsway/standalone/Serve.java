package dev.chatsway.standalone;

import picocli.CommandLine.Command;

/** Runs an instance until it is told to stop. */
@Command(
    name = "serve",
    description =
        "Runs gateway and ingest in one process. The settings are environment variables; see the README.",
    mixinStandardHelpOptions = true)
public final class Serve implements ChatswayCommand {

  @Override
  public Integer call() throws StartFailure, InterruptedException {
    var server = Server.start(Environment.load());
    System.out.print(server.announcement());
    System.out.flush();
    server.awaitEnd();
    return 0;
  }
}
