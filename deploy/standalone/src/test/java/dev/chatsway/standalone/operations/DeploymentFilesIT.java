package dev.chatsway.standalone.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What can be known of compose.yaml and the Dockerfile where no container runs. */
final class DeploymentFilesIT {

  private static final Path DEPLOY = Programs.ROOT.resolve("deploy");
  private static final String OURS = "chatsway";
  private static final List<String> BY_VALUE = List.of("HOST", "PORT", "CHATSWAY_DATA");

  @TempDir
  Path temp;

  @Test
  void composeNamesOnlyWhatIsThere() throws Exception {
    var compose = yaml(Files.readString(DEPLOY.resolve("compose.yaml"))).get(0);
    var services = compose.required("services");
    var volumes = compose.required("volumes").propertyNames();
    for (var service : services.properties()) {
      var name = service.getKey();
      var dependencies = service.getValue().path("depends_on");
      assertThat(services.propertyNames())
          .as(name)
          .containsAll(dependencies.isArray() ? texts(dependencies) : dependencies.propertyNames());
      for (var volume : texts(service.getValue().path("volumes"))) {
        var source = volume.split(":", -1)[0];
        assertThat(
                source.startsWith(".")
                    ? Files.exists(DEPLOY.resolve(source))
                    : volumes.contains(source))
            .as(name + ": " + volume)
            .isTrue();
      }
      var image = service.getValue().path("image").asString();
      if (!image.equals(OURS)) {
        assertPinned(image);
      }
      assertThat(texts(service.getValue().path("cap_drop"))).as(name).containsExactly("ALL");
      assertScript(service.getValue().path("command"));
      assertScript(service.getValue().path("entrypoint"));
    }
    var ours = services
        .valueStream()
        .filter(each -> each.path("image").asString().equals(OURS))
        .toList();
    assertThat(ours).hasSize(4).allSatisfy(service -> {
      assertThat(settings()).containsAll(service.path("environment").propertyNames());
      assertThat(service.path("read_only").asBoolean()).isTrue();
    });
    assertThat(ours)
        .as("one build only has the tag, and nobody looks for it in a registry")
        .filteredOn(each -> each.path("pull_policy").asString().equals("build"))
        .singleElement()
        .satisfies(each -> assertThat(DEPLOY
                .resolve(each.at("/build/context").asString())
                .resolve(each.at("/build/dockerfile").asString()))
            .exists());
    assertThat(ours)
        .filteredOn(each -> each.path("pull_policy").asString().equals("never"))
        .hasSize(3)
        .noneMatch(each -> each.has("build"));
  }

  @Test
  void composeReadsIt() throws Exception {
    Programs.need("docker-compose");
    Programs.run(Map.of(), "docker-compose", "-f", "deploy/compose.yaml", "config", "--quiet");
  }

  @Test
  void theOtherFilesAreYaml() throws IOException {
    try (var files = Files.walk(DEPLOY)) {
      for (var file : files
          .filter(each -> each.toString().endsWith(".yml") || each.toString().endsWith(".yaml"))
          .filter(each -> !each.toString().contains("target/"))
          .filter(
              each -> !each.toString().contains("helm/templates/")) // only once they are rendered
          .toList()) {
        assertThat(yaml(Files.readString(file))).as(file.toString()).isNotEmpty();
      }
    }
  }

  @Test
  void theImageSetsOnlyWhatCanBeSet() throws IOException {
    var dockerfile = Files.readString(DEPLOY.resolve("container/Dockerfile"));
    var set = Pattern.compile("(?m)^ENV (\\w+)=")
        .matcher(dockerfile)
        .results()
        .map(found -> found.group(1))
        .toList();
    assertThat(settings()).containsAll(set);
    assertThat(set).containsAll(BY_VALUE);
    Pattern.compile("(?m)^FROM (\\S+)")
        .matcher(dockerfile)
        .results()
        .map(found -> found.group(1))
        .filter(image -> !dockerfile.contains(" AS " + image + "\n")) // a stage of its own
        .forEach(DeploymentFilesIT::assertPinned);
  }

  private static void assertPinned(String image) {
    assertThat(image).matches(".+:v?\\d+\\.\\d+\\.\\d+.*");
  }

  /** What a shell is given has to be a script; Compose makes one dollar of two. */
  private void assertScript(JsonNode command) throws Exception {
    if (command.isArray() && command.path(0).asString().equals("sh")) {
      var script = Files.writeString(
          temp.resolve("script"), command.path(command.size() - 1).asString().replace("$$", "$"));
      Programs.run(Map.of(), "sh", "-n", script.toString());
    }
  }

  /** Every variable that application.conf or the start script knows. */
  static Set<String> settings() throws IOException {
    var known = Pattern.compile("\\$\\{\\?(\\w+)}")
        .matcher(Files.readString(DEPLOY.resolve("standalone/src/main/resources/application.conf")))
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toSet());
    known.add("CHATSWAY_JAVA_OPTS");
    return known;
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asString).toList();
  }

  static List<JsonNode> yaml(String text) {
    var documents = new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(text);
    return StreamSupport.stream(documents.spliterator(), false)
        .<JsonNode>map(document -> JsonMapper.shared().valueToTree(document))
        .toList();
  }
}
