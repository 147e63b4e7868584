package dev.chatsway.bench;

import dev.chatsway.standalone.ChatswayCommand;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The inner loops, by JMH, each in a JVM of its own: {@link dev.chatsway.bench.jmh}. */
@Command(
    name = "micro",
    description = "Operations a second of the inner loops on one thread, by JMH.",
    mixinStandardHelpOptions = true)
final class MicroBench implements ChatswayCommand {

  @Mixin
  private Runs runs = new Runs();

  @Parameters(
      arity = "0..1",
      defaultValue = ".*",
      description = "A regular expression that the names have to match (${DEFAULT-VALUE}).")
  private String pattern = ".*";

  @Option(
      names = "--seconds",
      description = "Seconds to measure, after the same time of warm-up (${DEFAULT-VALUE}).")
  private int seconds = 5;

  @Override
  public Integer call() throws Exception {
    return runs.of(results -> {
      for (RunResult result : measure()) {
        results.add(report(result));
      }
    });
  }

  private Iterable<RunResult> measure() {
    var options = new OptionsBuilder()
        .include(pattern)
        .forks(1)
        .threads(1)
        .timeUnit(TimeUnit.SECONDS)
        .warmupIterations(seconds)
        .warmupTime(TimeValue.seconds(1))
        .measurementIterations(seconds)
        .measurementTime(TimeValue.seconds(1))
        .verbosity(VerboseMode.SILENT)
        .build();
    try {
      return new Runner(options).run();
    } catch (RunnerException e) {
      throw new IllegalStateException("JMH: " + e.getMessage(), e);
    }
  }

  private static Report report(RunResult result) {
    var parameters = result.getParams();
    String name = parameters.getBenchmark();
    var report = new Report("micro")
        .given("name", name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1));
    for (String key : parameters.getParamsKeys()) {
      report.given(key.toLowerCase(Locale.ROOT), parameters.getParam(key));
    }
    double score = result.getPrimaryResult().getScore();
    return report
        .with("per_second", score)
        .with("per_second_error", result.getPrimaryResult().getScoreError())
        .with("ns", 1e9 / score);
  }
}
