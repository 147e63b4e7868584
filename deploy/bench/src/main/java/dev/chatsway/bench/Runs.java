package dev.chatsway.bench;

import java.io.IOException;
import picocli.CommandLine.Option;

/** Mixed into every bench: how often it is run. */
final class Runs {

  @Option(
      names = "--runs",
      description = "Runs (${DEFAULT-VALUE}); with several, the medians are printed last.")
  private int runs = 1;

  /** One run, which hands over what it found. */
  interface Run {
    void into(Results results) throws IOException, InterruptedException;
  }

  /** Runs it as often as was asked for, and returns the exit status. */
  int of(Run run) throws IOException, InterruptedException {
    var results = new Results(System.out);
    for (int i = 0; i < runs; i++) {
      run.into(results);
    }
    results.medians();
    return 0;
  }
}
