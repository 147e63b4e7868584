package dev.chatsway.standalone.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RedisVersionTest {

  @TempDir
  Path temp;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=ae4d7c971a948f0|Redis 7.0.15|true",
        "Redis server v=8.2.2 sha=00000000:1 malloc=jemalloc-5.3.0 bits=64 build=c|Redis 8.2.2|false",
        "Redis server v=8.2.1 sha=00000000:1 malloc=libc bits=64 build=c|Redis 8.2.1|true",
        "Redis server v=7.4.6 sha=0|Redis 7.4.6|false",
        "Redis server v=8.4.0 sha=0|Redis 8.4.0|false",
        "Redis server v=7.1.99 sha=0|Redis 7.1.99|true",
        "Valkey server v=8.0.1 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=a|Valkey 8.0.1|true",
        "Valkey server v=9.0.0 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=a|Valkey 9.0.0|false"
      })
  void whatAProgramSaysIsReadAndJudged(String line, String version, boolean holes) {
    var read = RedisVersion.parse(line).orElseThrow();

    assertThat(read).hasToString(version);
    assertThat(read.hasKnownHoles()).isEqualTo(holes);
  }

  @Test
  void aProgramThatIsSomethingElseIsNone() throws Exception {
    assertThat(RedisVersion.parse("Python 3.11.2")).isEmpty();
    assertThat(RedisVersion.of("/bin/true")).isEmpty();
    assertThat(RedisVersion.of(temp.resolve("none").toString())).isEmpty();
  }

  @Test
  void theNewestIsChosenAndAChosenOneComesFirst() throws Exception {
    var older = program("older/redis-server", "Redis server v=6.2.20 sha=0 build=a");
    program("newer/redis-server", "Redis server v=8.0.4 sha=0 build=b");
    program("newer/valkey-server", "Valkey server v=9.0.1 sha=0 build=c");
    var path = temp.resolve("older") + ":" + temp.resolve("newer");

    assertThat(chosen("", path)).startsWith("redis-server-Valkey-9.0.1-c-");
    assertThat(chosen("", temp.resolve("older").toString()))
        .startsWith("redis-server-Redis-7.0.15-");
    assertThat(chosen("", "")).startsWith("redis-server-Redis-7.0.15-");
    assertThat(chosen(older.toString(), path)).startsWith("redis-server-Redis-6.2.20-a-");
  }

  private String chosen(String chosen, String path) throws Exception {
    return RedisExecutable.in(temp, chosen, path).getFileName().toString();
  }

  private Path program(String name, String says) throws IOException {
    var file = temp.resolve(name);
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, "#!/bin/sh\necho '" + says + "'\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }
}
