package dev.chatsway.standalone.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.chatsway.standalone.RealServer;
import dev.chatsway.standalone.e2e.Site;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real Prometheus that scrapes instances, a real Alertmanager, and who is notified, with the files of
 * deploy/observability. Time passes faster: every window and every {@code for} of the rules is divided by a factor, and so
 * is every number of events within a window, so that the rates at which alerts fire stay as they are.
 */
final class OnCall implements AutoCloseable {

  private static final Path FOLDER = Programs.ROOT.resolve("deploy/observability");
  private static final JsonMapper JSON = JsonMapper.shared();
  /** Far beyond what anything takes, for a machine that has other things to do. */
  static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final Duration POLL = Duration.ofMillis(250);
  private static final Map<String, Integer> MILLIS =
      Map.of("s", 1_000, "m", 60_000, "h", 3_600_000, "d", 86_400_000);
  private static final Pattern WINDOW = Pattern.compile("\\[(\\d+)([smhd])]");
  private static final Pattern WAIT =
      Pattern.compile("(for|group_wait|group_interval|repeat_interval): (\\d+)([smhd])");
  private static final Pattern EVENTS = Pattern.compile("(increase\\([^\\n]*\\)\\)) > ([1-9]\\d*)");

  private final int faster;
  private final Path folder;
  private final HttpServer receiver;
  private final Queue<JsonNode> notifications = new ConcurrentLinkedQueue<>();
  private final List<Process> processes = new ArrayList<>();
  private final Site prometheus;
  private final Site alertmanager;

  /**
   * Starts both.
   *
   * @param faster the factor
   * @param targets host and port of each instance
   */
  OnCall(Path temp, int faster, String... targets) throws IOException {
    this.faster = faster;
    this.folder = Files.createTempDirectory(temp, "on-call");
    this.receiver =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    int alertmanagerPort = RealServer.freePort();
    int prometheusPort = RealServer.freePort();
    this.alertmanager = Site.at("http://127.0.0.1:" + alertmanagerPort);
    this.prometheus = Site.at("http://127.0.0.1:" + prometheusPort);
    receive();
    processes.add(startAlertmanager(alertmanagerPort));
    processes.add(startPrometheus(prometheusPort, alertmanagerPort, targets));
  }

  /** Waits until both are ready. */
  OnCall awaitReady() {
    for (var site : List.of(alertmanager, prometheus)) {
      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(() -> site.get("/-/ready").statusCode() == 200);
    }
    return this;
  }

  /** The rules, in which {@code faster} seconds last one. */
  static String faster(String rules, int faster) {
    var windows = WINDOW.matcher(rules).replaceAll(each -> "[" + millis(each, 1, faster) + "]");
    var waits =
        WAIT.matcher(windows).replaceAll(each -> each.group(1) + ": " + millis(each, 2, faster));
    return EVENTS
        .matcher(waits)
        .replaceAll(each -> each.group(1) + " > " + Double.parseDouble(each.group(2)) / faster);
  }

  private static String millis(MatchResult found, int group, int faster) {
    var unit = Objects.requireNonNull(MILLIS.get(found.group(group + 1)));
    return Long.parseLong(found.group(group)) * unit / faster + "ms";
  }

  private Process startAlertmanager(int port) throws IOException {
    var config = faster(Files.readString(FOLDER.resolve("alertmanager.yml")), faster)
        .replace("127.0.0.1:9095", "127.0.0.1:" + receiver.getAddress().getPort());
    return Programs.start(
        folder.resolve("alertmanager.log"),
        Map.of(),
        "prometheus-alertmanager",
        "--config.file=" + Files.writeString(folder.resolve("alertmanager.yml"), config),
        "--storage.path=" + folder.resolve("alertmanager"),
        "--cluster.listen-address=",
        "--web.listen-address=127.0.0.1:" + port);
  }

  private Process startPrometheus(int port, int alertmanagerPort, String... targets)
      throws IOException {
    Files.writeString(
        folder.resolve("alerts.yml"),
        faster(Files.readString(FOLDER.resolve("alerts.yml")), faster));
    Files.writeString(folder.resolve("targets.json"), targets(targets));
    Files.writeString(
        folder.resolve("alertmanagers.json"), targets("127.0.0.1:" + alertmanagerPort));
    var config = Files.readString(FOLDER.resolve("prometheus.yml"))
        .replaceAll("scrape_interval: \\d+s", "scrape_interval: 1s")
        .replaceAll("evaluation_interval: \\d+s", "evaluation_interval: 500ms");
    return Programs.start(
        folder.resolve("prometheus.log"),
        Map.of(),
        "prometheus",
        "--config.file=" + Files.writeString(folder.resolve("prometheus.yml"), config),
        "--storage.tsdb.path=" + folder.resolve("prometheus"),
        "--web.listen-address=127.0.0.1:" + port);
  }

  private static String targets(String... addresses) {
    return Stream.of(addresses)
        .map(address -> "\"" + address + "\"")
        .collect(Collectors.joining(",", "[{\"targets\": [", "]}]"));
  }

  /** Keeps the path and the alerts of each notification. */
  private void receive() {
    receiver.createContext("/", exchange -> {
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var path = exchange.getRequestURI().getPath().substring(1);
      for (var alert : JSON.readTree(body).path("alerts")) {
        notifications.add(JSON.createObjectNode().put("to", path).set("alert", alert));
      }
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
    });
    receiver.start();
  }

  /** Whether Prometheus has all of these firing now. */
  boolean isFiring(String... alerts) {
    return firing().containsAll(List.of(alerts));
  }

  private List<String> firing() {
    try {
      return JSON.readTree(prometheus.get("/api/v1/alerts").body())
          .at("/data/alerts")
          .valueStream()
          .filter(alert -> alert.path("state").asString().equals("firing"))
          .map(alert -> alert.at("/labels/alertname").asString())
          .distinct()
          .toList();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Waits until all of these have fired, not necessarily at once, and were notified of where their severity says, unless
   * Alertmanager suppresses them because of another.
   *
   * @param goesOn called again and again until then
   */
  void awaitFiring(Provocation goesOn, String... alerts) {
    long since = System.nanoTime();
    var missing = new ArrayList<>(List.of(alerts));
    await().atMost(PATIENCE).pollInterval(POLL).untilAsserted(() -> {
      goesOn.run();
      missing.removeAll(firing());
      assertThat(missing).as("not firing yet").isEmpty();
    });
    for (var alert : alerts) {
      await("notification of " + alert).atMost(PATIENCE).pollInterval(POLL).until(() -> {
        goesOn.run();
        return isSuppressed(alert) || isNotified(alert, "firing");
      });
    }
    log("fired", since, alerts);
  }

  private static void log(String what, long since, String... alerts) {
    var seconds = Duration.ofNanos(System.nanoTime() - since).toSeconds();
    System.out.println(String.join(", ", alerts) + " " + what + " after " + seconds + " s");
  }

  /** The same of a state that lasts. */
  void awaitFiring(String... alerts) {
    awaitFiring(() -> {}, alerts);
  }

  /** Waits until none of these fires, and those that had been notified of are reported as resolved. */
  void awaitClear(String... alerts) {
    awaitClear(() -> {}, alerts);
  }

  /** The same, while something goes on. */
  void awaitClear(Provocation goesOn, String... alerts) {
    long since = System.nanoTime();
    for (var alert : alerts) {
      await("the end of " + alert).atMost(PATIENCE).pollInterval(POLL).until(() -> {
        goesOn.run();
        return !isFiring(alert) && (!isNotified(alert, "firing") || isNotified(alert, "resolved"));
      });
    }
    log("cleared", since, alerts);
  }

  private boolean isSuppressed(String alert) throws IOException, InterruptedException {
    return JSON.readTree(alertmanager.get("/api/v2/alerts").body())
        .valueStream()
        .filter(each -> each.at("/labels/alertname").asString().equals(alert))
        .anyMatch(each -> each.at("/status/state").asString().equals("suppressed"));
  }

  private boolean isNotified(String name, String status) {
    return notifications.stream()
        .filter(each -> each.at("/alert/labels/alertname").asString().equals(name))
        .filter(each -> each.at("/alert/status").asString().equals(status))
        .anyMatch(each -> {
          assertThat(each.path("to")).isEqualTo(each.at("/alert/labels/severity"));
          assertThat(each.at("/alert/annotations/summary").asString()).doesNotContain("<");
          return true;
        });
  }

  /** The value of an expression that has one series; NaN without any. */
  double value(String expression) throws IOException, InterruptedException {
    var query = URLEncoder.encode(expression, StandardCharsets.UTF_8);
    return JSON.readTree(prometheus.get("/api/v1/query?query=" + query).body())
        .at("/data/result/0/value/1")
        .asDouble(Double.NaN);
  }

  /** Does what an alert is about. */
  @FunctionalInterface
  interface Provocation {
    void run() throws Exception;
  }

  @Override
  public void close() {
    processes.forEach(Process::destroy);
    processes.forEach(each -> each.onExit().join());
    receiver.stop(0);
  }
}
