package dev.chatsway.standalone;

import picocli.CommandLine.Command;

/** Starts an instance and stops it: how {@code ./chatsway} finds out, after a build, which classes a start needs. */
@Command(name = "training-run", hidden = true)
public final class TrainingRun implements ChatswayCommand {

  @Override
  public Integer call() throws StartFailure, InterruptedException {
    Server.start(Environment.load()).stop();
    return 0;
  }
}
