package dev.chatsway.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A running instance in a process of its own, with the JVM flags that this bench was started with. */
final class Instance implements AutoCloseable {

  static final String SECRET = "a secret for benches only";
  private static final String ADMIN_TOKEN = "the-admin-token-of-all-the-benches";
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int STOP_SECONDS = 15;
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final int AT_ONCE = 32;

  private final Process process;
  private final URI url;

  private Instance(Process process, URI url) {
    this.process = process;
    this.url = url;
  }

  /** One session, as the session API made it; its channel is one of Twitch. */
  record Bar(String id, String overlayId, String voteToken, String channel) {
    String socketPath() {
      return "/ws/overlay/" + overlayId;
    }
  }

  /** Starts an instance on this Redis, and returns when it is ready. */
  static Instance start(String redisUrl) throws IOException {
    return start(redisUrl, 0);
  }

  /** The same on a port. */
  static Instance start(String redisUrl, int port) throws IOException {
    var builder = builder(redisUrl);
    builder.environment().put("PORT", String.valueOf(port));
    return launch(builder);
  }

  /** The same, which reads chats from this server. */
  static Instance startWithChat(String redisUrl, String twitchChatUrl) throws IOException {
    var builder = builder(redisUrl);
    builder.environment().put("PORT", "0");
    builder.environment().put("TWITCH_CHAT_URL", twitchChatUrl);
    return launch(builder);
  }

  /** Starts another main class of ours that prints a ready line as an instance does. */
  static Instance startMain(Class<?> main) throws IOException {
    return launch(builder(command(main.getName())));
  }

  private static ProcessBuilder builder(String redisUrl) {
    List<String> command = command("dev.chatsway.standalone.Main");
    command.add("serve");
    var builder = builder(command);
    builder.environment().put("REDIS_URL", redisUrl);
    builder.environment().put("CHATSWAY_ADMIN_TOKEN", ADMIN_TOKEN);
    builder.environment().put("TWITCH_EVENTSUB_SECRET", SECRET);
    builder.environment().put("WEBHOOK_TARGETS", "loopback");
    return builder;
  }

  private static ProcessBuilder builder(List<String> command) {
    var builder = new ProcessBuilder(command);
    builder.environment().put("LOG_LEVEL", "error");
    return builder;
  }

  private static List<String> command(String main) {
    var command = new ArrayList<String>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> flag.startsWith("-X") || flag.startsWith("-D"))
        .forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    return command;
  }

  private static Instance launch(ProcessBuilder builder) throws IOException {
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    var out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("Chatsway ready on ")) {
        return new Instance(process, URI.create(line.substring("Chatsway ready on ".length())));
      }
    }
    throw new IOException("the instance ended before it was ready");
  }

  /** What serves. */
  Proc process() {
    return new Proc(process.pid());
  }

  URI url() {
    return url;
  }

  int port() {
    return url.getPort();
  }

  /** Makes sessions through the API, some at once, each with a Twitch channel of its own. */
  List<Bar> bars(int count, String settings) throws IOException, InterruptedException {
    return bars(count, settings, "id", Instance::channel);
  }

  /** The same, whose channels have this field of this value. */
  List<Bar> bars(int count, String settings, String field, IntFunction<String> channel)
      throws IOException, InterruptedException {
    var answers = new ArrayList<CompletableFuture<HttpResponse<String>>>(count);
    var free = new Semaphore(AT_ONCE);
    for (int i = 0; i < count; i++) {
      free.acquire();
      String body = "{\"channels\":[{\"platform\":\"twitch\",\"%s\":\"%s\"}],\"settings\":%s}"
          .formatted(field, channel.apply(i), settings);
      var request = HttpRequest.newBuilder(url.resolve("/api/v1/sessions"))
          .header("Authorization", "Bearer " + ADMIN_TOKEN)
          .POST(HttpRequest.BodyPublishers.ofString(body))
          .build();
      answers.add(HTTP.sendAsync(request, BodyHandlers.ofString())
          .whenComplete((answer, failure) -> free.release()));
    }
    var bars = new ArrayList<Bar>(count);
    for (int i = 0; i < count; i++) {
      bars.add(bar(answers.get(i).join(), channel.apply(i)));
    }
    return bars;
  }

  private static String channel(int number) {
    return String.valueOf(1_000_000 + number);
  }

  private static Bar bar(HttpResponse<String> answer, String channel) throws IOException {
    if (answer.statusCode() != 201) {
      throw new IOException("no session: " + answer.body());
    }
    JsonNode made = JsonMapper.shared().readTree(answer.body());
    return new Bar(
        made.path("id").asString(),
        made.path("overlayId").asString(),
        made.path("voteToken").asString(),
        channel);
  }

  /** What the session API answers to a GET on a session. */
  JsonNode get(Bar bar, String path) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(url.resolve("/api/v1/sessions/" + bar.id() + path))
        .timeout(TIMEOUT)
        .header("Authorization", "Bearer " + ADMIN_TOKEN)
        .build();
    return JsonMapper.shared()
        .readTree(HTTP.send(request, BodyHandlers.ofString()).body());
  }

  /** All its metrics as they are now. */
  Metrics metrics() throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(url.resolve("/metrics")).build();
    return new Metrics(HTTP.send(request, BodyHandlers.ofString()).body());
  }

  /** Casts one vote of a new voter through the webhook for bots, and insists that it counts. */
  VoteReceipt vote(Bar bar, String side) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(url.resolve("/webhooks/votes"))
        .header("Authorization", "Bearer " + bar.voteToken())
        .POST(HttpRequest.BodyPublishers.ofString(
            "{\"voter\":\"%s\",\"side\":\"%s\"}".formatted(UUID.randomUUID(), side)))
        .build();
    double sentAt = wallMillis();
    var response = HTTP.send(request, BodyHandlers.ofString());
    double answeredAt = wallMillis();
    JsonNode result = JsonMapper.shared().readTree(response.body()).at("/results/0");
    if (!result.path("status").asString("").equals("ok")) {
      throw new IOException("the vote did not count: " + response.body());
    }
    return new VoteReceipt(result.path("value").asDouble(), (sentAt + answeredAt) / 2, answeredAt);
  }

  /** The clock that a browser on this machine has too, in ms since 1970. */
  private static double wallMillis() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1e3 + now.getNano() / 1e6;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      process.destroyForcibly();
    }
  }
}
