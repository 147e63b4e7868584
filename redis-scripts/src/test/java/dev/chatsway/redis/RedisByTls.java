package dev.chatsway.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/** A real Redis by TLS, with a certificate of its own and a user who may do no more than Chatsway needs. */
public final class RedisByTls implements AutoCloseable {

  /** What docs/interface.md says that a user of Chatsway's needs. */
  public static final List<String> RULES = List.of(
      "~chatsway:*",
      "+@read",
      "+@write",
      "+@connection",
      "-@dangerous",
      "+fcall",
      "+fcall_ro",
      "+function|load",
      "+time",
      "+role",
      "+cluster|slots",
      "+readonly",
      "+asking");

  private static final String PASSWORD = "changeit";

  private final RedisServer server;
  private final int port;

  private RedisByTls(RedisServer server, int port) {
    this.server = server;
    this.port = port;
  }

  /** Starts one whose certificate this JVM trusts from now on. */
  public static RedisByTls start() {
    try {
      Path folder = RedisServer.folder("chatsway-tls");
      Path store = folder.resolve("keys.p12");
      makeKeys(store);
      KeyStore keys = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(store)) {
        keys.load(in, PASSWORD.toCharArray());
      }
      Path key = pem(
          folder.resolve("key.pem"),
          "PRIVATE KEY",
          keys.getKey("redis", PASSWORD.toCharArray()).getEncoded());
      Path certificate = pem(
          folder.resolve("certificate.pem"),
          "CERTIFICATE",
          keys.getCertificate("redis").getEncoded());
      System.setProperty("javax.net.ssl.trustStore", store.toString());
      System.setProperty("javax.net.ssl.trustStorePassword", PASSWORD);
      return start(key, certificate);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RedisByTls start(Path key, Path certificate) {
    int port = RedisServer.freePort();
    RedisServer server = RedisServer.start(
        RedisServer.freePort(),
        List.of(
            "--tls-port",
            String.valueOf(port),
            "--tls-cert-file",
            certificate.toString(),
            "--tls-key-file",
            key.toString(),
            "--tls-auth-clients",
            "no"));
    var user =
        new CommandArguments(Command.ACL).add("SETUSER").add("bars").add("on").add(">p@ss");
    RULES.forEach(user::add);
    RedisCluster.ask(server, user);
    return new RedisByTls(server, port);
  }

  private static void makeKeys(Path store) throws IOException {
    Process keytool = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "redis",
            "-keyalg",
            "EC",
            "-dname",
            "CN=127.0.0.1",
            "-ext",
            "SAN=IP:127.0.0.1",
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass",
            PASSWORD)
        .redirectErrorStream(true)
        .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (keytool.onExit().join().exitValue() != 0) {
      throw new IllegalStateException("keytool: " + said);
    }
  }

  private static Path pem(Path file, String what, byte[] encoded) throws IOException {
    return Files.writeString(
        file,
        "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(encoded)
            + "\n-----END " + what + "-----\n");
  }

  /** For {@code chatsway.redis.url}, with the user. */
  public String uri() {
    return "rediss://bars:p%40ss@127.0.0.1:" + port;
  }

  @Override
  public void close() {
    server.close();
  }
}
