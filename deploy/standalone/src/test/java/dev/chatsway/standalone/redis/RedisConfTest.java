package dev.chatsway.standalone.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RedisConfTest {

  @TempDir
  Path folder;

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    var conf = RedisConf.fresh(folder);
    conf.write();

    assertThat(RedisConf.read(folder)).contains(conf);
    assertThat(DataFolderTest.mode(conf.file())).isEqualTo("rw-------");
  }

  @Test
  void aFileThatIsMissingOrBrokenIsNone() throws IOException {
    assertThat(RedisConf.read(folder)).isEmpty();

    Files.writeString(folder.resolve("redis.conf"), "port many\nrequirepass x\n");

    assertThat(RedisConf.read(folder)).isEmpty();
  }

  @Test
  void everyStartHasAPasswordOfItsOwn() throws IOException {
    assertThat(RedisConf.fresh(folder).password())
        .hasSize(43)
        .isNotEqualTo(RedisConf.fresh(folder).password());
  }

  @Test
  void thePortIsNoneThatTheSystemGivesToOutgoingConnections() throws IOException {
    assertThat(RedisConf.fresh(folder).port()).isBetween(20_000, 29_999);
  }

  @Test
  void thePasswordIsNotPrinted() throws IOException {
    var conf = RedisConf.fresh(folder);

    assertThat(conf.toString()).doesNotContain(conf.password());
  }
}
