package dev.chatsway.standalone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The arrows between the modules, as docs/architecture.md draws them. */
final class ArchitectureTest {

  private static final JavaClasses CLASSES = new ClassFileImporter()
      .withImportOption(new ImportOption.DoNotIncludeTests())
      .importPackages("dev.chatsway");

  @Test
  void everyModuleIsLookedAt() {
    assertThat(CLASSES.stream()
            .map(each -> each.getPackageName().split("\\.", -1)[2])
            .distinct())
        .contains("session", "http", "redis", "broadcaster", "ingest", "gateway", "standalone");
  }

  @Test
  void everyFileOfTheMapExists() throws IOException {
    var docs = Path.of("..", "..", "docs");
    var links = Pattern.compile("\\]\\(([^)#:]+)\\)")
        .matcher(Files.readString(docs.resolve("architecture.md")))
        .results()
        .map(link -> link.group(1))
        .toList();

    assertThat(links).hasSizeGreaterThan(30);
    assertThat(links).allSatisfy(link -> assertThat(docs.resolve(link)).exists());
  }

  @Test
  void arrowsPointOneWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("standalone")
        .definedBy("dev.chatsway.standalone..")
        .layer("overlay-gateway")
        .definedBy("dev.chatsway.gateway..")
        .layer("vote-ingest")
        .definedBy(
            "dev.chatsway.ingest..",
            "dev.chatsway.chat..",
            "dev.chatsway.twitch..",
            "dev.chatsway.relay..")
        .layer("http-server")
        .definedBy("dev.chatsway.http..")
        .layer("broadcaster")
        .definedBy("dev.chatsway.broadcaster..")
        .layer("redis-scripts")
        .definedBy("dev.chatsway.redis..")
        .layer("session")
        .definedBy("dev.chatsway.session..")
        .whereLayer("standalone")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("overlay-gateway")
        .mayOnlyBeAccessedByLayers("standalone")
        .whereLayer("vote-ingest")
        .mayOnlyBeAccessedByLayers("standalone")
        .whereLayer("http-server")
        .mayOnlyBeAccessedByLayers("standalone", "overlay-gateway", "vote-ingest")
        .whereLayer("broadcaster")
        .mayOnlyBeAccessedByLayers("standalone", "overlay-gateway")
        .whereLayer("redis-scripts")
        .mayOnlyBeAccessedByLayers("standalone", "overlay-gateway", "vote-ingest")
        .whereLayer("session")
        .mayNotAccessAnyLayer()
        .check(CLASSES);
  }

  @Test
  void theDomainSeesNeitherRedisNorAkkaNorHttp() {
    noClasses()
        .that()
        .resideInAPackage("dev.chatsway.session..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("akka..", "redis..", "java.net.http..", "scala..")
        .check(CLASSES);
  }

  @Test
  void theBroadcasterSeesNeitherRedisNorHttp() {
    noClasses()
        .that()
        .resideInAPackage("dev.chatsway.broadcaster..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("redis..", "akka.http..", "java.net.http..")
        .check(CLASSES);
  }

  @Test
  void noFrontDoorSpeaksToRedisByItself() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.chatsway.gateway..", "dev.chatsway.http..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("redis..")
        .check(CLASSES);
  }
}
