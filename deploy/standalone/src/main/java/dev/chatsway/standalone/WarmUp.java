package dev.chatsway.standalone;

import picocli.CommandLine.Command;

/** Starts an instance and stops it: how {@code ./chatsway} finds out, after a build, which classes a start needs. */
@Command(name = "warm-up", hidden = true)
public final class WarmUp implements ChatswayCommand {

  @Override
  public Integer call() throws StartFailure, InterruptedException {
    Server.start(Environment.load()).stop();
    return 0;
  }
}
