package dev.chatsway.standalone.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.marcnuri.helm.Helm;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What can be known of deploy/kubernetes without a cluster. */
final class KubernetesIT {

  private static final String MODELS = "io.kubernetes.client.openapi.models.";
  private static final Helm CHART = new Helm(Programs.ROOT.resolve("deploy/helm"));

  @TempDir
  Path temp;

  @ParameterizedTest
  @ValueSource(strings = {"development", "production"})
  void kustomizeMakesPodsThatMayDoLittleAndLeaveInPeace(String overlay) throws Exception {
    var all = rendered("overlays/" + overlay);
    var deployments = ofKind(all, "Deployment");
    assertThat(deployments).hasSizeGreaterThanOrEqualTo(2).allSatisfy(deployment -> {
      var pod = deployment.at("/spec/template/spec");
      assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
      for (var container : pod.path("containers")) {
        assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean())
            .isTrue();
        assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true))
            .isFalse();
        assertThat(container.at("/resources/limits/memory").asString()).isNotEmpty();
      }
    });
    for (var role : List.of("gateway", "ingest")) {
      var pod = named(deployments, role).at("/spec/template/spec");
      var container = pod.path("containers").get(0);
      assertThat(container.at("/readinessProbe/httpGet/path").asString())
          .isEqualTo("/health/ready");
      for (var probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
        assertThat(container.path(probe).at("/httpGet/port").asString())
            .as("a port that clients cannot fill")
            .isEqualTo("admin");
      }
      assertThat(container.at("/livenessProbe/httpGet/path").asString()).isEqualTo("/health/live");
      assertThat(pod.path("terminationGracePeriodSeconds").asInt())
          .as("the 5 s before, and our 10")
          .isGreaterThan(15);
      assertThat(pod.path("topologySpreadConstraints")).hasSize(2);
      assertThat(named(ofKind(all, "PodDisruptionBudget"), role).at("/spec/selector/matchLabels"))
          .isEqualTo(named(deployments, role).at("/spec/selector/matchLabels"));
    }
    assertThat(ofKind(all, "NetworkPolicy")).isNotEmpty();
    var variables = Stream.concat(ofKind(all, "ConfigMap").stream(), ofKind(all, "Secret").stream())
        .flatMap(each -> each.path("data").propertyNames().stream());
    assertThat(DeploymentFilesIT.settings()).containsAll(variables.toList());
    if (overlay.equals("production")) {
      assertThat(ofKind(all, "HorizontalPodAutoscaler")).hasSize(2);
      assertThat(named(deployments, "gateway").at("/spec/replicas").isMissingNode())
          .isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"development", "production"})
  void everyFieldIsOneOfTheApis(String overlay) throws Exception {
    for (var document : rendered("overlays/" + overlay)) {
      validate(document);
    }
  }

  /** Throws IllegalArgumentException at a field that the type does not have. */
  private static void validate(JsonNode document) throws ReflectiveOperationException {
    var version = document.path("apiVersion").asString().replaceFirst(".*/", "");
    var type = version.substring(0, 1).toUpperCase(Locale.ROOT)
        + version.substring(1)
        + document.path("kind").asString();
    try {
      Class.forName(MODELS + type)
          .getMethod("validateJsonElement", JsonElement.class)
          .invoke(null, JsonParser.parseString(document.toString()));
    } catch (InvocationTargetException e) {
      throw new AssertionError(type + ": " + document, e.getCause());
    }
  }

  @Test
  void aFieldThatThereIsNotWouldBeFound() {
    var wrong = DeploymentFilesIT.yaml("""
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: wrong}
        spec:
          selector: {matchLabels: {a: b}}
          template: {spec: {containers: [{name: c, readyProbe: {}}]}}
        """).get(0);

    assertThatThrownBy(() -> validate(wrong))
        .rootCause()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("readyProbe");
  }

  @ParameterizedTest
  @ValueSource(strings = {"development", "production"})
  void everySelectorFindsPodsAndEveryPortIsOneOfTheirs(String overlay) throws Exception {
    var all = rendered("overlays/" + overlay);
    var pods = ofKind(all, "Deployment").stream()
        .map(each -> each.at("/spec/template"))
        .toList();
    for (var service : ofKind(all, "Service")) {
      var selected = selected(pods, service.at("/spec/selector"));
      assertThat(selected).as(service.toString()).hasSize(1);
      var ports = selected.get(0).at("/spec/containers/0/ports").toString();
      for (var port : service.at("/spec/ports")) {
        var target = port.path("targetPort").asString(port.path("port").asString());
        assertThat(ports).contains(target);
      }
    }
    for (var policy : ofKind(all, "NetworkPolicy")) {
      assertThat(selected(pods, policy.at("/spec/podSelector/matchLabels")))
          .as(policy.toString())
          .isNotEmpty();
    }
    for (var pod : pods) {
      var labels = pod.at("/metadata/labels");
      for (var label : List.of("name", "component", "part-of")) {
        assertThat(labels.path("app.kubernetes.io/" + label).asString()).isNotEmpty();
      }
      assertThat(ofKind(all, "NetworkPolicy"))
          .as("one for " + labels)
          .anyMatch(policy -> matches(labels, policy.at("/spec/podSelector/matchLabels")));
    }
  }

  private static List<JsonNode> selected(List<JsonNode> pods, JsonNode selector) {
    return pods.stream()
        .filter(pod -> matches(pod.at("/metadata/labels"), selector))
        .toList();
  }

  private static boolean matches(JsonNode labels, JsonNode selector) {
    return !selector.isEmpty()
        && selector.properties().stream()
            .allMatch(each -> each.getValue().equals(labels.path(each.getKey())));
  }

  @Test
  void withThePrometheusOperatorPodsAreScrapedAndTheAlertsAreTheSame() throws Exception {
    var overlay = Files.createDirectories(temp.resolve("with-operator"));
    var here = overlay
        .toRealPath()
        .relativize(Programs.ROOT.resolve("deploy/kubernetes").toRealPath());
    Files.writeString(overlay.resolve("kustomization.yaml"), """
        resources: [%1$s/overlays/production]
        components: [%1$s/components/prometheus-operator]
        """.formatted(here));
    var all = DeploymentFilesIT.yaml(kustomize(overlay.toString()));

    var monitor = ofKind(all, "PodMonitor").get(0).path("spec");
    var container =
        named(ofKind(all, "Deployment"), "gateway").at("/spec/template/spec/containers/0");
    assertThat(container.path("ports").toString())
        .contains(monitor.at("/podMetricsEndpoints/0/port").asString());
    for (var role : List.of("gateway", "ingest")) {
      assertThat(matches(
              named(ofKind(all, "Deployment"), role).at("/spec/template/metadata/labels"),
              monitor.at("/selector/matchLabels")))
          .isTrue();
    }
    assertThat(monitor.path("jobLabel").asString()).isEqualTo("app.kubernetes.io/name");
    var rules = Files.readString(Programs.ROOT.resolve("deploy/observability/alerts.yml"));
    assertThat(ofKind(all, "PrometheusRule").get(0).at("/spec/groups"))
        .isEqualTo(DeploymentFilesIT.yaml(rules).get(0).path("groups"));
  }

  @Test
  void theChartIsWhatIsMadeFromTheBase() throws Exception {
    Programs.need("kubectl");
    assertThat(Files.readString(Programs.ROOT.resolve("deploy/helm/templates/all.yaml")))
        .as("deploy/helm/generate >deploy/helm/templates/all.yaml")
        .isEqualTo(Programs.run(Map.of(), "deploy/helm/generate"));
  }

  @Test
  void theChartRendersAsTheBase() throws Exception {
    var base =
        kustomize("deploy/kubernetes/base").replaceAll("(?m)chatsway-[a-z0-9]{10}$", "chatsway");
    var chart = CHART
        .template()
        .withName("chatsway")
        .call()
        .replaceAll("(?m)^ *checksum/settings: .*\n", "");

    assertThat(DeploymentFilesIT.yaml(chart))
        .containsExactlyInAnyOrderElementsOf(DeploymentFilesIT.yaml(base));
  }

  @Test
  void theChartIsValidAndTakesItsValues() throws Exception {
    var lint = CHART.lint().strict().call();
    assertThat(lint.isFailed()).as("%s", lint.getMessages()).isFalse();

    var all = DeploymentFilesIT.yaml(CHART
        .template()
        .withName("chatsway")
        .set("replicas.gateway", "null")
        .set("image", "registry.example.com/chatsway:1")
        .set("settings.PORT", 1)
        .call());
    var gateway = named(ofKind(all, "Deployment"), "gateway").path("spec");
    assertThat(gateway.path("replicas").isMissingNode()).isTrue();
    assertThat(gateway.at("/template/spec/containers/0/image").asString())
        .isEqualTo("registry.example.com/chatsway:1");
    assertThat(ofKind(all, "ConfigMap").get(0).at("/data/PORT").isString()).isTrue();
    for (var document : all) {
      validate(document);
    }
  }

  private static List<JsonNode> rendered(String folder) throws Exception {
    return DeploymentFilesIT.yaml(kustomize("deploy/kubernetes/" + folder));
  }

  private static String kustomize(String folder) throws Exception {
    Programs.need("kubectl");
    return Programs.run(Map.of(), "kubectl", "kustomize", folder);
  }

  private static List<JsonNode> ofKind(List<JsonNode> all, String kind) {
    return all.stream()
        .filter(each -> each.path("kind").asString().equals(kind))
        .toList();
  }

  private static JsonNode named(List<JsonNode> all, String name) {
    return all.stream()
        .filter(each -> each.at("/metadata/name").asString().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
