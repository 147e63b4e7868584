package dev.chatsway.http;

import static org.assertj.core.api.Assertions.assertThat;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class StaticAssetsTest {

  private final StaticAssets assets = new StaticAssets(StaticAssetsTest.class, "", List.of());
  private Path file = Path.of("");

  @BeforeEach
  void writeAFileBesideThisClass() throws IOException, URISyntaxException {
    var folder = Objects.requireNonNull(StaticAssetsTest.class.getResource("")).toURI();
    file = Files.writeString(Path.of(folder).resolve("look.css"), "a{}");
  }

  @AfterEach
  void remove() throws IOException {
    Files.deleteIfExists(file);
  }

  @Test
  void aChangeOfAFileOutsideAJarIsServedAtOnce() throws IOException {
    var first = assets.answer("look.css", HttpRequest.GET("/look.css")).orElseThrow();
    var etag = first.getHeader("ETag").orElseThrow().value();
    var again = HttpRequest.GET("/look.css").addHeader(RawHeader.create("If-None-Match", etag));
    assertThat(assets.answer("look.css", again).orElseThrow().status())
        .isEqualTo(StatusCodes.NOT_MODIFIED);

    Files.writeString(file, "b{}");

    assertThat(assets.answer("look.css", again).orElseThrow().status()).isEqualTo(StatusCodes.OK);
    assertThat(assets.bytes("look.css").orElseThrow().utf8String()).isEqualTo("b{}");
    Files.delete(file);
    assertThat(assets.answer("look.css", again)).isEmpty();
  }

  @Test
  void whatIsNoNameOfAFileIsNone() {
    for (var name : List.of("../look.css", "LOOK.css", "look", ".look.css", "look.class", "")) {
      assertThat(assets.answer(name, HttpRequest.GET("/"))).as(name).isEmpty();
    }
  }
}
