package dev.chatsway.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The description at /api/openapi.json, walked against the server that gives it. */
@NullUnmarked
final class OpenApiIT {

  private static final List<String> METHODS = List.of("get", "post", "patch", "delete");
  private static final List<String> NOT_FOR_CO_HOSTS =
      List.of("voteToken", "voteUrl", "ownerToken", "webhookSecret", "coHosts");
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir
  static Path temp;

  private static RealServer server;
  private static JsonNode description;

  @BeforeAll
  static void start() throws Exception {
    server = RealServer.start(temp, 0);
    description = server.ask("GET", "/api/openapi.json", "");
  }

  @AfterAll
  static void stop() throws Exception {
    server.stop();
  }

  @Test
  void everyOperationIsThereAndAnswersAStatusThatIsDocumented() throws Exception {
    assertThat(description.path("openapi").asString()).isEqualTo("3.1.0");
    for (var path : description.path("paths").properties()) {
      for (var method : METHODS) {
        var operation = path.getValue().path(method);
        var what = method + " " + path.getKey();
        int status = status(method, path.getKey(), operation);
        if (operation.isMissingNode()) {
          assertThat(status).as("not described: " + what).isEqualTo(405);
        } else {
          assertThat(documented(operation)).as(what).contains(String.valueOf(status));
          assertThat(status).as(what).isNotEqualTo(401);
          if (!path.getKey().contains("{account}")) { // nobody has signed in with one here
            assertThat(status).as(what).isNotEqualTo(404);
          }
        }
      }
    }
  }

  @Test
  void whatNeedsATokenSaysSoAndRefusesWithoutOne() throws Exception {
    var bar = server.bar("{}");
    for (var path : description.path("paths").properties()) {
      for (var method : METHODS) {
        var operation = path.getValue().path(method);
        if (!operation.path("security").isEmpty()) {
          int status = send(method, filled(path.getKey(), bar), "", body(operation));
          assertThat(status).as(method + " " + path.getKey()).isEqualTo(401);
        }
      }
    }
  }

  @Test
  void whatLimitsMayRefuseSaysSoAndNothingElse(@TempDir Path folder) throws Exception {
    var settings = """
        chatsway.gateway.limits { exempt = "", failures { burst = 1, per-minute = 1 } }
        chatsway.ingest { eventsub.secret = "0123456789", kick.public-key = \"""%s\""" }
        """.formatted(kickPublicKey());
    var limited = RealServer.start(folder, 0, settings);
    try {
      var bar = server.bar("{}"); // which this one does not know
      send(limited, "get", "/api/v1/sessions", "", ""); // its address may fail no more
      for (var path : description.path("paths").properties()) {
        for (var method : METHODS) {
          var operation = path.getValue().path(method);
          if (!operation.isMissingNode()) {
            int status = send(limited, method, filled(path.getKey(), bar), "", body(operation));
            assertThat(status == 429)
                .as(method + " " + path.getKey() + " answers " + status)
                .isEqualTo(documented(operation).contains("429"));
          }
        }
      }
    } finally {
      limited.stop();
    }
  }

  @Test
  void aSessionHasTheFieldsThatAreDescribedAndItsSettingsTheDefaults() throws Exception {
    var bar = server.bar("{}");
    var session = bar.session();
    var schemas = description.path("components").path("schemas");
    assertThat(session.propertyNames())
        .containsExactlyInAnyOrderElementsOf(Stream.concat(
                schemas.path("Session").path("required").valueStream().map(JsonNode::asString),
                NOT_FOR_CO_HOSTS.stream())
            .toList());
    assertThat(bar.withAllSecrets().propertyNames())
        .containsExactlyInAnyOrderElementsOf(
            schemas.path("Session").path("properties").propertyNames().stream()
                .filter(
                    name -> !List.of("owner", "sharedBy").contains(name)) // this one is the admin's
                .toList());

    var settings = (ObjectNode) session.path("settings");
    var properties = schemas.path("Settings").path("properties");
    assertThat(settings.propertyNames())
        .containsExactlyInAnyOrderElementsOf(properties.propertyNames());
    for (var property : properties.properties()) {
      if (!property.getKey().equals("weights")) {
        assertThat(settings.get(property.getKey()).toString())
            .as(property.getKey())
            .isEqualTo(plain(property.getValue().path("default"), settings.get(property.getKey())));
      }
    }
  }

  @Test
  void everyRangeOfASettingIsTheServers() throws Exception {
    var properties = description.at("/components/schemas/Settings/properties");
    for (var property : properties.properties()) {
      limits(property.getKey() + "%s", property.getValue());
    }
    for (var weight : properties.path("weights").path("properties").properties()) {
      var pattern = "weights\":{\"" + weight.getKey() + "%s";
      takes(pattern, "0}", true);
      takes(pattern, "100}", true);
      takes(pattern, "-0.01}", false);
      takes(pattern, "100.01}", false);
    }
  }

  private static void limits(String name, JsonNode schema) throws Exception {
    double step = schema.path("type").asString("").equals("integer") ? 1 : 0.001;
    if (schema.has("minimum")) {
      takes(name, number(schema.path("minimum").asDouble(), step), true);
      takes(name, number(schema.path("maximum").asDouble(), step), true);
      takes(name, number(schema.path("minimum").asDouble() - step, step), false);
      takes(name, number(schema.path("maximum").asDouble() + step, step), false);
    }
    for (var word : schema.path("enum")) {
      takes(name, word.toString(), true);
      takes(name, "\"" + word.asString() + "x\"", false);
    }
    if (schema.has("maxLength")) {
      takes(name, text(schema.path("maxLength").asInt()), true);
      takes(name, text(schema.path("maxLength").asInt() + 1), false);
    }
    if (schema.has("maxItems")) {
      int most = schema.path("maxItems").asInt();
      int longest = schema.path("items").path("maxLength").asInt();
      takes(name, triggers(most), true);
      takes(name, triggers(most + 1), false);
      takes(name, "[]", false);
      takes(name, "[" + text(longest) + "]", true);
      takes(name, "[" + text(longest + 1) + "]", false);
      takes(name, "[\"\"]", false);
    }
    if (schema.has("pattern")) {
      takes(name, "\"#12ABef\"", true);
      takes(name, "null", true);
      takes(name, "\"#12ABeg\"", false);
      takes(name, "\"12ABef\"", false);
    }
  }

  private static void takes(String name, String value, boolean taken) throws Exception {
    var setting = "{\"settings\":{\"" + name.formatted("\":") + value + "}}";
    int status = send("post", "/api/v1/sessions", server.adminToken(), setting);
    assertThat(status).as(setting).isEqualTo(taken ? 201 : 400);
  }

  private static String number(double number, double step) {
    return step == 1 ? String.valueOf((long) number) : String.valueOf(number);
  }

  private static String text(int length) {
    return "\"" + "x".repeat(length) + "\"";
  }

  private static String triggers(int count) {
    var list = JSON.createArrayNode();
    for (int i = 0; i < count; i++) {
      list.add("trigger " + i);
    }
    return list.toString();
  }

  /** A default as the server writes it: 10 for a number is 10.0 there. */
  private static String plain(JsonNode value, JsonNode as) {
    return as.isDouble() ? String.valueOf(value.asDouble()) : value.toString();
  }

  private static String kickPublicKey() throws GeneralSecurityException {
    var key = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPublic();
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(key.getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  private static Collection<String> documented(JsonNode operation) {
    return operation.path("responses").propertyNames();
  }

  private static int status(String method, String path, JsonNode operation) throws Exception {
    var bar = server.bar("{}");
    var token = path.equals("/webhooks/votes")
        ? bar.session().path("voteToken").asString()
        : path.startsWith("/api/v1/control")
            ? end(bar.withAllSecrets().path("controlUrl"))
            : server.adminToken();
    if (path.endsWith("/control-qr")) {
      bar.withAllSecrets(); // without a link there is no code of it
    }
    return send(method, filled(path, bar), token, body(operation));
  }

  private static String filled(String path, RealServer.Bar bar) throws Exception {
    var filled = path;
    for (var parameter : Map.of(
            "{id}",
            bar.id(),
            "{number}",
            path.contains("{number}") ? webhook(bar) : "",
            "{account}",
            "twitch:12345",
            "{login}",
            "somebody",
            "{overlayId}",
            bar.session().path("overlayId").asString(),
            "{linkToken}",
            end(bar.session().path("voteUrl")),
            "{deckToken}",
            path.contains("{deck") ? end(bar.withAllSecrets().path("deckUrl")) : "")
        .entrySet()) {
      filled = filled.replace(parameter.getKey(), parameter.getValue());
    }
    return filled;
  }

  /** The number of a new webhook, whose receiver is not there. */
  private static String webhook(RealServer.Bar bar) throws Exception {
    var webhooks = "/api/v1/sessions/" + bar.id() + "/webhooks";
    return server
        .ask("POST", webhooks, "{\"url\":\"http://127.0.0.1:9/\"}")
        .path("number")
        .asString();
  }

  /** The token of a URL. */
  private static String end(JsonNode url) {
    return url.asString().replaceFirst(".*[/#]", "");
  }

  private static String body(JsonNode operation) {
    var example = operation.at("/requestBody/content/application~1json/example");
    return example.isMissingNode() ? "" : example.toString();
  }

  private static int send(String method, String path, String token, String body)
      throws IOException, InterruptedException {
    return send(server, method, path, token, body);
  }

  private static int send(RealServer server, String method, String path, String token, String body)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(server.url() + path))
        .method(method.toUpperCase(Locale.ROOT), BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    var answer = CLIENT.send(request.build(), BodyHandlers.ofInputStream()); // events never end
    answer.body().close();
    return answer.statusCode();
  }
}
