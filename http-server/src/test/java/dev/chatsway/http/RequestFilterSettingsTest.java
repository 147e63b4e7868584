package dev.chatsway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RequestFilterSettingsTest {

  @Test
  void theDefaults() {
    assertThat(settings(""))
        .isEqualTo(new RequestFilterSettings(
            List.of(),
            Set.of(),
            Set.of(),
            AddressRange.list("127.0.0.0/8, ::1"),
            20_000,
            1_000,
            new Rate(3_000, 12_000),
            new Rate(1_000, 3_000),
            new Rate(300, 300),
            new Rate(10_000, 60_000),
            new Rate(4_000, 12_000)));
  }

  @Test
  void everyKeyReachesItsSetting() {
    assertThat(settings("""
            trusted-proxies = "10.0.0.0/8"
            allowed-origins = "https://a.example,null"
            allowed-hosts = "a.example, b.example"
            limits {
              exempt = "1.2.3.4"
              remembered = 1
              sockets-per-address = 2
              requests { burst = 3, per-minute = 4 }
              handshakes { burst = 5, per-minute = 6 }
              failures { burst = 7, per-minute = 8 }
              session-requests { burst = 9, per-minute = 10 }
              session-handshakes { burst = 11, per-minute = 12 }
            }
            """))
        .isEqualTo(new RequestFilterSettings(
            AddressRange.list("10.0.0.0/8"),
            Set.of("https://a.example", "null"),
            Set.of("a.example", "b.example"),
            AddressRange.list("1.2.3.4"),
            1,
            2,
            new Rate(3, 4),
            new Rate(5, 6),
            new Rate(7, 8),
            new Rate(9, 10),
            new Rate(11, 12)));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          trusted-proxies               | proxy.example    | "proxy.example"; allowed: addresses and ranges such as 10.0.0.0/8, separated by commas
          limits.exempt                 | 1.2.3.4/40       | "1.2.3.4/40"; allowed: addresses and ranges such as 10.0.0.0/8, separated by commas
          allowed-origins               | example.com      | "example.com"; allowed: origins such as https://example.com, or null, separated by commas
          allowed-origins               | https://a/b      | "https://a/b"; allowed: origins such as https://example.com, or null, separated by commas
          allowed-hosts                 | a.example:80     | "a.example:80"; allowed: host names without a port, such as votes.example.com, separated by commas
          limits.remembered             | 0                | 0 is not within 1 to 10000000
          limits.sockets-per-address    | 1000001          | 1000001 is not within 1 to 1000000
          limits.requests.burst         | 0                | 0 is not within 1 to 100000000
          limits.handshakes.per-minute  | 0                | 0 is not within 1 to 100000000
          limits.failures.burst         | 100000001        | 100000001 is not within 1 to 100000000
          limits.session-requests.burst | 0                | 0 is not within 1 to 100000000
          limits.session-handshakes.burst | 0              | 0 is not within 1 to 100000000
          """)
  void whatIsOutOfRangeIsRefusedByKeyValueAndRange(String key, String value, String message) {
    assertThatThrownBy(() -> settings(key + " = \"" + value + "\""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("chatsway.gateway." + key + ": " + message);
  }

  private static RequestFilterSettings settings(String lines) {
    return RequestFilterSettings.from(
        ConfigFactory.parseString("chatsway.gateway {\n" + lines + "\n}")
            .withFallback(ConfigFactory.load()));
  }
}
