package dev.chatsway.http;

import static org.assertj.core.api.Assertions.assertThat;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.headers.RawHeader;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

final class ClientIpResolverTest {

  private final ClientIpResolver addresses =
      new ClientIpResolver(AddressRange.list("10.0.0.0/8, 2001:db8::/32"));

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          9.9.9.9     | 1.1.1.1                        | 9.9.9.9
          10.0.0.1    | 1.1.1.1                        | 1.1.1.1
          10.0.0.1    | 6.6.6.6, 1.1.1.1               | 1.1.1.1
          10.0.0.1    | 6.6.6.6, 1.1.1.1, 10.2.2.2     | 1.1.1.1
          10.0.0.1    | 10.3.3.3, 10.2.2.2             | 10.3.3.3
          10.0.0.1    | 6.6.6.6, nonsense              | 10.0.0.1
          10.0.0.1    | 6.6.6.6, localhost, 10.2.2.2   | 10.2.2.2
          10.0.0.1    | ''                             | 10.0.0.1
          10.0.0.1    | 1.1.1.1:5678                   | 1.1.1.1
          10.0.0.1    | [2a00::7]:5678                 | 2a00::7
          10.0.0.1    | 2a00::7                        | 2a00::7
          2001:db8::1 | 1.1.1.1                        | 1.1.1.1
          """)
  void theClientIsTheRightmostAddressThatIsNoNamedProxy(
      String peer, String forwardedFor, String client) throws UnknownHostException {
    var request = HttpRequest.create().addHeader(RawHeader.create("X-Forwarded-For", forwardedFor));

    assertThat(addresses.of(InetAddress.getByName(peer), request).address())
        .isEqualTo(InetAddress.getByName(client));
  }

  @Test
  void aProxyThatIsNotNamedIsLoggedOnceAlsoOnThisMachine() throws UnknownHostException {
    var logger = (Logger) LoggerFactory.getLogger(ClientIpResolver.class);
    var logged = new ListAppender<ILoggingEvent>();
    logged.start();
    logger.setLevel(Level.WARN);
    logger.addAppender(logged);
    var forwarded = HttpRequest.create().addHeader(RawHeader.create("X-Forwarded-For", "1.1.1.1"));

    try {
      for (var peer : List.of("127.0.0.1", "9.9.9.9", "10.0.0.1")) {
        addresses.of(InetAddress.getByName(peer), HttpRequest.create());
      }
      addresses.of(InetAddress.getByName("10.0.0.1"), forwarded);
      assertThat(logged.list).isEmpty();

      for (var peer : List.of("9.9.9.9", "127.0.0.1", "127.0.0.1", "::1", "9.9.9.8")) {
        addresses.of(InetAddress.getByName(peer), forwarded);
      }
    } finally {
      logger.detachAppender(logged);
      logger.setLevel(null);
    }

    assertThat(logged.list).allMatch(line -> line.getLevel() == Level.WARN);
    assertThat(logged.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "Ignoring X-Forwarded-For from an address that is not in chatsway.gateway.trusted-proxies"
                + " (TRUSTED_PROXIES): if it is your proxy, all its clients share the limits of one address",
            "Ignoring X-Forwarded-For from an address of this machine (127.0.0.1) that is not in"
                + " chatsway.gateway.trusted-proxies (TRUSTED_PROXIES): if it is your proxy, all its clients have"
                + " no limits per address");
  }
}
