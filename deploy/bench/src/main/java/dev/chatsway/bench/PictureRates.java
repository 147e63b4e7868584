package dev.chatsway.bench;

import dev.chatsway.bench.Instance.Bar;
import dev.chatsway.bench.PictureBench.Frame;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;

/**
 * How a bar moves, and what that costs, at rates of votes from none to those of a busy chat, in every scale and otherwise with
 * the default settings: three votes of five are for.
 */
final class PictureRates {

  private static final List<String> SCALES = List.of("sum", "share", "auto");
  private static final List<Integer> VOTES_PER_SECOND = List.of(0, 1, 10, 100);
  private static final double PART_FOR = 0.6;
  private static final double PIXELS_PER_POINT = 760 / 200.0;
  private static final long EXACT_MILLIS = 300; // after a change the bar is where the law is
  private static final long ALONE_MILLIS = 500; // a change without another for so long is a step
  private static final double SETTLED = 0.02; // of a step is left

  private final Instance instance;
  private final Chromium browser;
  private final String mode;
  private final int seconds;

  PictureRates(Instance instance, Chromium browser, String mode, int seconds) {
    this.instance = instance;
    this.browser = browser;
    this.mode = mode;
    this.seconds = seconds;
  }

  void run(Results results) throws IOException, InterruptedException {
    for (String scale : SCALES) {
      for (int rate : VOTES_PER_SECOND) {
        results.add(measure(scale, rate));
      }
    }
  }

  private Report measure(String scale, int rate) throws IOException, InterruptedException {
    Bar bar = PictureBench.open(
        instance,
        browser,
        "{\"debounceMillis\":0,\"scale\":\"%s\",\"mode\":\"%s\"}".formatted(scale, mode));
    Thread.sleep(2_000); // what a page does once when it opens
    PictureBench.clear(browser);
    double cpu = browser.cpuSeconds();
    vote(bar, rate);
    double cpuPercent = 100 * (browser.cpuSeconds() - cpu) / seconds;
    double ended = System.currentTimeMillis();
    Thread.sleep(ALONE_MILLIS); // the last vote's frames
    var all = PictureBench.frames(browser);
    var report = new Report("picture")
        .given("part", "votes at a rate")
        .given("mode", mode)
        .given("scale", scale)
        .given("votes_per_second", rate)
        .with("browser_cpu_percent", cpuPercent)
        .with(
            "frames_per_second",
            all.stream().filter(each -> each.at() < ended).count() / (double) seconds);
    if (rate > 0) {
      moved(report, all, ended);
    }
    return report;
  }

  private void vote(Bar bar, int rate) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    var random = new Random(1);
    for (int i = 0; i < rate * seconds; i++) {
      pauseUntil(begin + i * TimeUnit.SECONDS.toNanos(1) / rate);
      instance.vote(bar, random.nextDouble() < PART_FOR ? "for" : "against");
    }
    pauseUntil(begin + TimeUnit.SECONDS.toNanos(seconds));
  }

  private static void moved(Report report, List<Frame> all, double ended) {
    report
        .with("largest_step_px_of_760", largestStep(all, 0, ended, PictureRates::pixels))
        .with("the_same_at_60_hz_px", largestStep(all, 0, ended, PictureRates::pixelsAt60Hz))
        .with(
            "the_same_after_the_last_vote_px",
            largestStep(all, ended, Double.MAX_VALUE, PictureRates::pixelsAt60Hz))
        .with(
            "longest_frame_while_moving_ms",
            IntStream.range(1, all.size())
                .filter(i -> pixels(all.get(i - 1), all.get(i)) > 1)
                .mapToDouble(i -> all.get(i).time() - all.get(i - 1).time())
                .max()
                .orElse(0))
        .with(
            "greatest_distance_from_the_law_points",
            all.stream()
                .filter(each -> each.sinceChange() >= EXACT_MILLIS)
                .mapToDouble(Frame::distance)
                .max()
                .orElse(0));
    settling(all).ifPresent(millis -> report.with("settled_after_ms", millis));
  }

  private static double largestStep(
      List<Frame> all, double from, double to, ToDoubleBiFunction<Frame, Frame> step) {
    return IntStream.range(1, all.size())
        .filter(i -> all.get(i).at() >= from && all.get(i).at() < to)
        .mapToDouble(i -> step.applyAsDouble(all.get(i - 1), all.get(i)))
        .max()
        .orElse(0);
  }

  private static double pixels(Frame before, Frame after) {
    return PIXELS_PER_POINT * Math.abs(after.value() - before.value());
  }

  /** What of a step falls on a 60th of a second, where the machine was too busy for a frame in each. */
  private static double pixelsAt60Hz(Frame before, Frame after) {
    return pixels(before, after) * Math.min(1, 1_000 / 60.0 / (after.time() - before.time()));
  }

  /** The median time from a lone change to the first frame from which on less than SETTLED of it is left. */
  private static OptionalDouble settling(List<Frame> all) {
    var times = IntStream.range(1, all.size())
        .filter(i -> all.get(i).sinceChange() < all.get(i - 1).sinceChange())
        .mapToObj(i -> step(all, i))
        .filter(step -> step.get(step.size() - 1).sinceChange() > ALONE_MILLIS / 2)
        .filter(step -> step.get(0).distance() > 1)
        .mapToDouble(PictureRates::settledAfter)
        .sorted()
        .toArray();
    return times.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(times[times.length / 2]);
  }

  /** The frames from a change to the next. */
  private static List<Frame> step(List<Frame> all, int first) {
    int end = first + 1;
    while (end < all.size() && all.get(end).sinceChange() > all.get(end - 1).sinceChange()) {
      end++;
    }
    return all.subList(first, end);
  }

  private static double settledAfter(List<Frame> step) {
    double left = SETTLED * step.get(0).distance();
    return step.stream()
        .filter(each -> each.distance() > left)
        .mapToDouble(Frame::sinceChange)
        .max()
        .orElse(0);
  }

  private static void pauseUntil(long nanos) {
    for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
