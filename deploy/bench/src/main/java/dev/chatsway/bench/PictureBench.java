package dev.chatsway.bench;

import dev.chatsway.bench.Instance.Bar;
import dev.chatsway.standalone.ChatswayCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/**
 * What a viewer sees, in a real browser: how long after a vote's answer a frame draws it, how even the bar glides, how far it is
 * from the exact curve, and what it costs at rest and at rates of votes. A frame counts as drawn when the page has done its work for it; what the
 * compositor and a screen add is not in it.
 */
@Command(
    name = "picture",
    description =
        "The overlay in the system's Chromium: latency, smoothness, exactness, CPU at rest.",
    mixinStandardHelpOptions = true)
final class PictureBench implements ChatswayCommand {

  private static final int WIDTH = 800;
  private static final int HEIGHT = 100;
  private static final double HALF_A_PIXEL = 0.5 * 200 / WIDTH; // in points
  private static final long SETTLED_MILLIS = 200; // after a correction (the figure's definition)
  private static final int LOADING_MILLIS = 20_000;
  private static final double BOUND = 20; // |value| (the same)

  @Mixin
  private Runs runs = new Runs();

  @Option(names = "--chromium", description = "The browser (${DEFAULT-VALUE}).")
  private Path chromium = Path.of("/usr/bin/chromium");

  @Option(names = "--votes", description = "Votes to measure (${DEFAULT-VALUE}).")
  private int votes = 100;

  @Option(names = "--seconds", description = "Seconds of each other part (${DEFAULT-VALUE}).")
  private int seconds = 15;

  @Option(
      names = "--rates",
      description =
          "Only measure how the bar moves, and its cost, at 0, 1, 10 and 100 votes a second.")
  private boolean rates;

  @Option(names = "--mode", description = "How the bar is drawn at these rates (${DEFAULT-VALUE}).")
  private String mode = "combined";

  @Override
  public Integer call() throws IOException, InterruptedException {
    return runs.of(this::run);
  }

  private void run(Results results) throws IOException, InterruptedException {
    try (var redis = new Redis();
        var instance = Instance.start(redis.url());
        var browser = Chromium.start(chromium, WIDTH, HEIGHT)) {
      browser.prepare(probe());
      if (rates) {
        new PictureRates(instance, browser, mode, seconds).run(results);
        return;
      }
      double blank = cpuPercent(browser);
      results.add(latency(instance, browser));
      results.add(gliding(instance, browser));
      results.add(exactness(instance, browser));
      results.add(rest(instance, browser, blank));
      new PictureRates(instance, browser, mode, seconds).run(results);
    }
  }

  /** Votes one by one on a bar that does not decay: every frame after one is drawn for it. */
  private Report latency(Instance instance, Chromium browser)
      throws IOException, InterruptedException {
    Bar bar = open(instance, browser, "{\"debounceMillis\":0,\"decayRate\":0,\"voteDelta\":10}");
    var latency = new Histogram(60_000_000_000L, 3);
    int missed = 0;
    for (int i = 0; i < votes; i++) {
      clear(browser);
      double before = drawn(browser);
      VoteReceipt voted = instance.vote(bar, i % 2 == 0 ? "for" : "against");
      Thread.sleep(ThreadLocalRandom.current().nextLong(350, 450)); // meets every phase of a tick
      var first = frames(browser).stream()
          .filter(frame -> Math.abs(frame.value() - before) >= HALF_A_PIXEL)
          .findFirst();
      if (first.isEmpty()) {
        missed++;
      } else {
        double millis = first.get().at() - voted.answeredAt();
        latency.recordValue((long) Math.max(0, millis * 1e6));
      }
    }
    return new Report("picture")
        .given("part", "vote answered to frame drawn")
        .with("votes", votes)
        .with("not_drawn_within_350_ms", missed)
        .millis("latency", latency);
  }

  /** Falls from an end of the bar at λ = 1: for two seconds every frame of a screen moves it. */
  private Report gliding(Instance instance, Chromium browser)
      throws IOException, InterruptedException {
    Bar bar = open(instance, browser, "{\"debounceMillis\":0,\"decayRate\":1,\"voteDelta\":100}");
    double worst = Double.MAX_VALUE;
    double sum = 0;
    double longest = 0;
    int glides = Math.max(1, seconds / 3);
    for (int i = 0; i < glides; i++) {
      clear(browser);
      double from = instance.vote(bar, i % 2 == 0 ? "for" : "against").answeredAt() + 300;
      Thread.sleep(2_500); // what is looked at below, and some more
      List<Frame> frames = frames(browser).stream()
          .filter(frame -> frame.at() >= from && frame.at() < from + 2_000)
          .toList();
      worst = Math.min(worst, frames.size() / 2.0);
      sum += frames.size() / 2.0;
      for (int j = 1; j < frames.size(); j++) {
        longest = Math.max(longest, frames.get(j).at() - frames.get(j - 1).at());
      }
    }
    return new Report("picture")
        .given("part", "gliding")
        .with("glides", glides)
        .with("frames_per_second_mean", sum / glides)
        .with("frames_per_second_worst", worst)
        .with("longest_frame_ms", longest);
  }

  /** A vote a second at λ = 1, each frame held against the curve that the vote's own answer began. */
  private Report exactness(Instance instance, Chromium browser)
      throws IOException, InterruptedException {
    Bar bar = open(instance, browser, "{\"debounceMillis\":0,\"decayRate\":1,\"voteDelta\":10}");
    double greatest = 0;
    int held = 0;
    for (int i = 0; i < seconds; i++) {
      clear(browser);
      VoteReceipt voted = instance.vote(bar, "for");
      Thread.sleep(1_000); // its frames are drawn
      double corrected = browser.evaluate("probe.changes[0] ?? Infinity").asDouble();
      for (Frame frame : frames(browser)) {
        double exact = voted.value() * Math.exp(-(frame.at() - voted.countedAt()) / 1_000);
        if (frame.at() >= corrected + SETTLED_MILLIS && Math.abs(exact) <= BOUND) {
          greatest = Math.max(greatest, Math.abs(frame.value() - exact));
          held++;
        }
      }
    }
    return new Report("picture")
        .given("part", "distance from the exact curve")
        .with("frames", held)
        .with("greatest_points", greatest);
  }

  /** A bar at neutral: nothing moves, so nothing is to be done. */
  private Report rest(Instance instance, Chromium browser, double blank)
      throws IOException, InterruptedException {
    open(instance, browser, "{}");
    Thread.sleep(3_000); // what a page does once when it opens
    clear(browser);
    double percent = cpuPercent(browser);
    return new Report("picture")
        .given("part", "at rest")
        .with("frames_asked_for", browser.evaluate("probe.asked").asInt())
        .with("browser_cpu_percent", percent)
        .with("browser_cpu_percent_with_a_blank_page", blank);
  }

  private double cpuPercent(Chromium browser) throws InterruptedException {
    Thread.sleep(2_000); // for it to settle
    double before = browser.cpuSeconds();
    Thread.sleep(seconds * 1_000L); // is measured
    return 100 * (browser.cpuSeconds() - before) / seconds;
  }

  /** Opens a new bar's overlay, and waits until it has been drawn. */
  static Bar open(Instance instance, Chromium browser, String settings)
      throws IOException, InterruptedException {
    Bar bar = instance.bars(1, settings).get(0);
    browser.open(instance.url() + "/overlay/" + bar.overlayId());
    for (int i = 0; !browser.evaluate("(window.probe?.frames.length ?? 0) > 0").asBoolean(); i++) {
      if (i == LOADING_MILLIS / 50) {
        throw new IOException("the overlay drew nothing within " + LOADING_MILLIS + " ms");
      }
      Thread.sleep(50); // the page is loading
    }
    Thread.sleep(1_000); // its fonts and first frames
    return bar;
  }

  /**
   * One frame.
   *
   * @param at when it was drawn, in ms since 1970
   * @param value what it shows, in [-100, 100]
   * @param law what it should show once it has settled
   * @param sinceChange ms since the page heard of the newest change
   * @param time the browser's time of the frame, for which it is drawn, in ms since 1970
   */
  record Frame(double at, double value, double law, double sinceChange, double time) {

    /** How far from the law it is, in points. */
    double distance() {
      return Math.abs(value - law);
    }
  }

  /** Those drawn since the last {@link #clear}. */
  static List<Frame> frames(Chromium browser) {
    var frames = new ArrayList<Frame>();
    for (JsonNode frame : browser.evaluate("probe.frames")) {
      frames.add(new Frame(
          frame.get(0).asDouble(),
          frame.get(1).asDouble(),
          frame.get(2).asDouble(),
          frame.get(3).asDouble(),
          frame.get(4).asDouble()));
    }
    return frames;
  }

  private static double drawn(Chromium browser) {
    return browser
        .evaluate(
            "2 * /translateX\\((.*)%\\)/.exec(document.querySelector('.rope').style.transform)[1] - 100")
        .asDouble();
  }

  static void clear(Chromium browser) {
    browser.evaluate("Object.assign(probe, {frames: [], changes: [], asked: 0}) && 0");
  }

  private static String probe() throws IOException {
    try (var in =
        Objects.requireNonNull(PictureBench.class.getResourceAsStream("picture-probe.js"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
