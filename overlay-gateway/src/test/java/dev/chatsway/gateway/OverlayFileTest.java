package dev.chatsway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import akka.http.javadsl.model.HttpEntity;
import dev.chatsway.redis.RedisCommands;
import dev.chatsway.redis.RedisServer;
import dev.chatsway.redis.session.Sessions;
import org.junit.jupiter.api.Test;

final class OverlayFileTest {

  @Test
  void theAddressIsPutIntoOneCopyOfThePageThatAllDownloadsShare() {
    try (RedisServer redis = RedisServer.start();
        RedisCommands calls = redis.calls()) {
      var file = new OverlayFile(new Sessions(calls), "build", () -> "http://test");

      var page = ((HttpEntity.Strict) file.download("http://test/\"&<").entity()).getData();

      assertThat(page.utf8String())
          .contains("content=\"http://test/&quot;&amp;&lt;\"")
          .doesNotContain("__ADDRESS__");
      assertThat(page.isCompact()).as("copied for this download").isFalse();
    }
  }
}
