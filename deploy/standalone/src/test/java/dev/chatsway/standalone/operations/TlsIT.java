package dev.chatsway.standalone.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chatsway.standalone.RealServer;
import dev.chatsway.standalone.e2e.Notification;
import dev.chatsway.standalone.e2e.Running;
import dev.chatsway.standalone.e2e.Site;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** deploy/haproxy.cfg and deploy/Caddyfile before a real instance, with certificates of their own. */
@Tag("faults")
final class TlsIT {

  @TempDir
  Path temp;

  private RealServer chatsway;
  private String address;

  @BeforeEach
  void start() throws Exception {
    chatsway = Running.inThisJvm(temp);
    address = URI.create(chatsway.url()).getAuthority();
  }

  @AfterEach
  void stop() throws Exception {
    chatsway.stop();
  }

  @Test
  void haProxyEndsTls() throws Exception {
    Programs.need("haproxy", "openssl");
    var port = RealServer.freePort();
    var plain = RealServer.freePort();
    var environment = new HashMap<String, String>();
    environment.put("CHATSWAY_BIND", "127.0.0.1:" + plain);
    environment.put("CHATSWAY_TLS_BIND", "127.0.0.1:" + port);
    environment.put("CHATSWAY_TLS_CERT", certificate().toString());
    for (var name : new String[] {"GATEWAY_1", "GATEWAY_2", "INGEST_1", "INGEST_2"}) {
      environment.put("CHATSWAY_" + name, address);
    }
    Programs.run(environment, "haproxy", "-c", "-f", "deploy/haproxy.cfg");

    var proxy = Programs.start(
        temp.resolve("haproxy.log"), environment, "haproxy", "-db", "-f", "deploy/haproxy.cfg");
    try {
      assertServes("https://localhost:" + port);
      var moved = Site.at("http://127.0.0.1:" + plain).get("/studio");
      assertThat(moved.statusCode()).isEqualTo(308);
      assertThat(moved.headers().firstValue("Location").orElseThrow()).startsWith("https://");
    } finally {
      end(proxy);
    }
  }

  @Test
  void caddyEndsTls() throws Exception {
    Programs.need("caddy");
    var port = RealServer.freePort();
    // on this port and with a certificate of its own making, and without touching anything of this
    // machine's
    var file = Files.writeString(
        temp.resolve("Caddyfile"), """
        {
          admin off
          skip_install_trust
          auto_https disable_redirects
        }
        import %s
        """.formatted(Programs.ROOT.resolve("deploy/Caddyfile")));
    var proxy = Programs.start(
        temp.resolve("caddy.log"),
        Map.of(
            "CHATSWAY_SITE",
            "https://localhost:" + port,
            "CHATSWAY_FIRST",
            address,
            "CHATSWAY_SECOND",
            address,
            "HOME",
            temp.toString(),
            "XDG_DATA_HOME",
            temp.resolve("caddy-data").toString(),
            "XDG_CONFIG_HOME",
            temp.resolve("caddy-config").toString()),
        "caddy",
        "run",
        "--adapter",
        "caddyfile",
        "--config",
        file.toString());
    try {
      assertServes("https://localhost:" + port);
    } finally {
      end(proxy);
    }
  }

  private static void assertServes(String url) throws Exception {
    var client = HttpClient.newBuilder().sslContext(trusting()).build();
    var site = new Site(url, Site.ADMIN_TOKEN, client);
    await()
        .atMost(20, TimeUnit.SECONDS)
        .ignoreExceptions()
        .until(() -> site.get("/health/ready").statusCode() == 200);
    var session = site.create("1", "{}");
    var overlay = site.connectV2(session);
    overlay.await(0, message -> message.is("value"));
    assertThat(site.send(Notification.of("1", "v", "+"))).isEqualTo(204);
    overlay.await(0, message -> message.is("value") && message.revision() == 2);
    assertThat(site.get("/health/live").headers().firstValue("X-Request-Id"))
        .as("the proxy's, which has dashes")
        .hasValueSatisfying(id -> assertThat(id).matches("[0-9a-f-]{36}"));
    assertThat(site.get("/metrics").statusCode()).isEqualTo(404);
    assertThat(site.get("/%6detrics").statusCode()).isEqualTo(404);
  }

  private Path certificate() throws Exception {
    var key = temp.resolve("key.pem");
    var certificate = temp.resolve("certificate.pem");
    Programs.run(
        Map.of(),
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
        "-addext",
        "subjectAltName=DNS:localhost",
        "-keyout",
        key.toString(),
        "-out",
        certificate.toString());
    return Files.writeString(
        temp.resolve("both.pem"), Files.readString(certificate) + Files.readString(key));
  }

  private static void end(Process proxy) {
    proxy.destroy();
    proxy.onExit().join();
  }

  /** Of whatever certificate: these are made for this test. */
  private static SSLContext trusting() throws GeneralSecurityException {
    var context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Trusting()}, null);
    return context;
  }

  private static final class Trusting extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
