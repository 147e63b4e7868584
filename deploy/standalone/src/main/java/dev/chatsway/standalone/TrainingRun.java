package dev.chatsway.standalone;

import picocli.CommandLine.Command;

/**
 * Starts an instance, warms it up as {@code WARM_UP} says, and stops it: what {@code ./chatsway} has the JVM learn from after a
 * build.
 */
@Command(name = "training-run", hidden = true)
public final class TrainingRun implements ChatswayCommand {

  @Override
  public Integer call() throws StartFailure, InterruptedException {
    Server.start(Environment.load()).stop();
    return 0;
  }
}
