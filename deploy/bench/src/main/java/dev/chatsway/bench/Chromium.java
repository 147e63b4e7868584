package dev.chatsway.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The system's Chromium with one page, spoken to in the Chrome DevTools Protocol, so that no bench ships a browser's driver. */
final class Chromium implements AutoCloseable {

  private static final int ANSWER_SECONDS = 60;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Process process;
  private final Path profile;
  private final DevTools devTools;

  private Chromium(Process process, Path profile, DevTools devTools) {
    this.process = process;
    this.profile = profile;
    this.devTools = devTools;
  }

  /** Starts it without a window; its page is blank, and {@code width} by {@code height} pixels. */
  static Chromium start(Path executable, int width, int height)
      throws IOException, InterruptedException {
    Path profile = Files.createTempDirectory("chatsway-chromium");
    var builder = new ProcessBuilder(
        executable.toString(),
        "--headless=new",
        "--no-sandbox", // which root in a container cannot have
        "--no-first-run",
        "--disable-background-networking",
        "--disable-gpu",
        "--window-size=1280,900", // beside its frame a small window has no room: 1 frame a second
        "--remote-debugging-port=0",
        "--user-data-dir=" + profile,
        "about:blank");
    Process process = builder
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process)));
    var chromium = new Chromium(process, profile, DevTools.open(page(address(process, profile))));
    chromium.send("Page.enable", parameters -> {}); // or it would prepare nothing
    chromium.send(
        "Emulation.setDeviceMetricsOverride",
        parameters -> parameters
            .put("width", width)
            .put("height", height)
            .put("deviceScaleFactor", 1)
            .put("mobile", false));
    return chromium;
  }

  /** Has a script run before those of every page from now on. */
  void prepare(String script) {
    send("Page.addScriptToEvaluateOnNewDocument", parameters -> parameters.put("source", script));
  }

  void open(String url) {
    send("Page.navigate", parameters -> parameters.put("url", url));
  }

  /** What a JavaScript expression comes to. */
  JsonNode evaluate(String expression) {
    return send(
            "Runtime.evaluate",
            parameters -> parameters.put("expression", expression).put("returnByValue", true))
        .at("/result/value");
  }

  /** User and system time of all its processes so far, in seconds. */
  double cpuSeconds() {
    return process
        .descendants()
        .mapToDouble(each -> new Proc(each.pid()).cpuSeconds())
        .sum();
  }

  private JsonNode send(String method, Consumer<ObjectNode> fill) {
    ObjectNode parameters = JsonMapper.shared().createObjectNode();
    fill.accept(parameters);
    try {
      return devTools.send(method, parameters).get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new CompletionException(method + " failed", e);
    }
  }

  /** Where DevTools listens: the browser writes its port into its profile. */
  private static String address(Process process, Path profile)
      throws IOException, InterruptedException {
    Path port = profile.resolve("DevToolsActivePort");
    while (!Files.exists(port) || Files.size(port) == 0) {
      if (!process.isAlive()) {
        throw new IOException("Chromium ended before it was ready");
      }
      Thread.sleep(50); // it is starting
    }
    return "127.0.0.1:" + Files.readAllLines(port).get(0);
  }

  /** The DevTools address of the one page. */
  private static URI page(String browser) throws IOException, InterruptedException {
    var list = URI.create("http://" + browser + "/json/list");
    while (true) {
      var answer = HTTP.send(HttpRequest.newBuilder(list).build(), BodyHandlers.ofString());
      for (JsonNode target : JsonMapper.shared().readTree(answer.body())) {
        if (target.path("type").asString().equals("page")) {
          return URI.create(target.path("webSocketDebuggerUrl").asString());
        }
      }
      Thread.sleep(50); // the page is being made
    }
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  @Override
  public void close() throws IOException {
    end(process);
    process.onExit().join();
    try (var files = Files.walk(profile)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}
