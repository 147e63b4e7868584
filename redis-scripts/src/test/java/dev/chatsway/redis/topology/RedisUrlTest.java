package dev.chatsway.redis.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatsway.redis.topology.RedisUrl.Form;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.HostAndPort;

final class RedisUrlTest {

  @Test
  void ofOneServerNamesEverythingAndShowsNoPassword() {
    var url = RedisUrl.parse("rediss://me:s3cret@redis.example:6380/2");

    assertThat(url)
        .isEqualTo(new RedisUrl(
            Form.STANDALONE, hosts("redis.example", 6380), "", "me", "s3cret", 2, true));
    assertThat(url.toString()).isEqualTo("redis.example:6380");
  }

  @Test
  void ofOneServerNeedsOnlyAHost() {
    assertThat(RedisUrl.parse("redis://redis.example"))
        .isEqualTo(
            new RedisUrl(Form.STANDALONE, hosts("redis.example", 6379), "", null, null, 0, false));
  }

  @Test
  void ofSentinelsNamesThemAllAndThePrimary() {
    var url = RedisUrl.parse("redis+sentinel://me:s3cret@one:26380,two/bars");

    assertThat(url)
        .isEqualTo(new RedisUrl(
            Form.SENTINEL,
            List.of(new HostAndPort("one", 26380), new HostAndPort("two", 26379)),
            "bars",
            "me",
            "s3cret",
            0,
            false));
  }

  @Test
  void ofAClusterNamesSomeNodes() {
    var url = RedisUrl.parse("rediss+cluster://:s3cret@one:7000,[::1]:7001,two");

    assertThat(url)
        .isEqualTo(new RedisUrl(
            Form.CLUSTER,
            List.of(
                new HostAndPort("one", 7000),
                new HostAndPort("::1", 7001),
                new HostAndPort("two", 6379)),
            "",
            null,
            "s3cret",
            0,
            true));
  }

  @Test
  void userAndPasswordMayBePercentEncoded() {
    var url = RedisUrl.parse("redis+cluster://m%3Ae:a%40b%2Fc+d@one,two");

    assertThat(url.user()).isEqualTo("m:e");
    assertThat(url.password()).isEqualTo("a@b/c+d");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://:s3cret@x/0",
        "redis+ring://:s3cret@x/0",
        "redis:///0",
        "redis://:s3cret@host:port:x/0",
        "redis://:s3cret@host/one",
        "redis://:s3cret@host/-1",
        "redis://:s3cret@host:70000",
        "redis://:s3cret@one,two",
        "redis://s3cret@host",
        "redis+sentinel://:s3cret@one,two",
        "redis+cluster://:s3cret@one,two/1",
        "redis+cluster://:s3cret@one,,two",
        "redis://:s3cret@ho st",
        "redis://:s3cret%@host",
        "redis://:s3cret%zz@host"
      })
  void ofAnotherFormIsRefusedWithoutRepeatingThePassword(String url) {
    assertThatThrownBy(() -> RedisUrl.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("REDIS_URL")
        .hasMessageNotContaining("s3cret");
  }

  private static List<HostAndPort> hosts(String host, int port) {
    return List.of(new HostAndPort(host, port));
  }
}
