package dev.chatsway.http;

import static org.assertj.core.api.Assertions.assertThat;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.headers.RawHeader;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    assertThat(addresses.of(InetAddress.getByName(peer), request))
        .isEqualTo(InetAddress.getByName(client));
  }
}
