package dev.chatsway.standalone.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chatsway.standalone.ChatswayProcess;
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
import tools.jackson.databind.json.JsonMapper;

/** deploy/haproxy.cfg and deploy/Caddyfile before a real instance, with certificates of their own. */
@Tag("faults")
final class TlsIT {

  @TempDir
  Path temp;

  private ChatswayProcess chatsway;
  private String address;

  /** It trusts a whole range of proxies, of which the clients' addresses are a part, as in Compose. */
  @BeforeEach
  void start() throws Exception {
    chatsway = Running.inFolder(temp, Map.of("TRUSTED_PROXIES", "127.0.0.0/8"));
    address = URI.create(chatsway.url()).getAuthority();
  }

  @AfterEach
  void stop() {
    chatsway.close();
  }

  @Test
  void haProxyEndsTls() throws Exception {
    var port = RealServer.freePort();
    var plain = RealServer.freePort();
    var proxy = haProxy(port, plain);
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
  void behindHaProxyAForgedAddressIsNotBelieved() throws Exception {
    var port = RealServer.freePort();
    var proxy = haProxy(port, RealServer.freePort());
    try {
      assertSeesTheRealClient("https://localhost:" + port);
    } finally {
      end(proxy);
    }
  }

  @Test
  void caddyEndsTls() throws Exception {
    var port = RealServer.freePort();
    var proxy = caddy(port);
    try {
      assertServes("https://localhost:" + port);
    } finally {
      end(proxy);
    }
  }

  @Test
  void behindCaddyAForgedAddressIsNotBelieved() throws Exception {
    var port = RealServer.freePort();
    var proxy = caddy(port);
    try {
      assertSeesTheRealClient("https://localhost:" + port);
    } finally {
      end(proxy);
    }
  }

  private Process haProxy(int port, int plain) throws Exception {
    Programs.need("haproxy", "openssl");
    var environment = new HashMap<String, String>();
    environment.put("CHATSWAY_BIND", "127.0.0.1:" + plain);
    environment.put("CHATSWAY_TLS_BIND", "127.0.0.1:" + port);
    environment.put("CHATSWAY_TLS_CERT", certificate().toString());
    for (var name : new String[] {"GATEWAY_1", "GATEWAY_2", "INGEST_1", "INGEST_2"}) {
      environment.put("CHATSWAY_" + name, address);
    }
    Programs.run(environment, "haproxy", "-c", "-f", "deploy/haproxy.cfg");
    return Programs.start(
        temp.resolve("haproxy.log"), environment, "haproxy", "-db", "-f", "deploy/haproxy.cfg");
  }

  private Process caddy(int port) throws Exception {
    Programs.need("caddy");
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
    return Programs.start(
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
  }

  /** A client at 127.0.0.2 that claims another address is in the audit log with its own. */
  private void assertSeesTheRealClient(String url) throws Exception {
    Programs.need("curl");
    awaitReady(site(url));
    var status = Programs.run(
        Map.of(),
        "curl",
        "-sSk4",
        "--interface",
        "127.0.0.2",
        "-o",
        temp.resolve("answer").toString(),
        "-w",
        "%{http_code}",
        "-H",
        "X-Forwarded-For: 8.8.8.8",
        "-H",
        "Forwarded: for=8.8.8.8",
        "-H",
        "Authorization: Bearer wrong",
        url + "/api/v1/sessions");
    assertThat(status).isEqualTo("401");
    try (var files = Files.list(temp.resolve("data/audit"))) {
      var lines =
          Files.readAllLines(files.sorted().reduce((one, other) -> other).orElseThrow());
      var line = JsonMapper.shared().readTree(lines.get(lines.size() - 1));
      assertThat(line.path("what").asString()).isEqualTo("GET /api/v1/sessions refused");
      assertThat(line.path("from").asString()).isEqualTo("127.0.0.2");
    }
  }

  private static void assertServes(String url) throws Exception {
    var site = site(url);
    awaitReady(site);
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

  private static Site site(String url) throws GeneralSecurityException {
    return new Site(
        url, Site.ADMIN_TOKEN, HttpClient.newBuilder().sslContext(trusting()).build());
  }

  private static void awaitReady(Site site) {
    await()
        .atMost(20, TimeUnit.SECONDS)
        .ignoreExceptions()
        .until(() -> site.get("/health/ready").statusCode() == 200);
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
