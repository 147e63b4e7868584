package dev.chatsway.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * What real Redis servers are told so that they are asked by TLS, and only by who has a password; they ask each other so, too.
 * The certificate is made once, for 127.0.0.1, and this JVM trusts it from then on.
 */
final class SecuredRedis {

  /** What docs/interface.md says that a user of Chatsway's needs. */
  private static final List<String> RULES = List.of(
      "~chatsway:*",
      "+@read",
      "+@write",
      "+@connection",
      "-@dangerous",
      "+fcall",
      "+fcall_ro",
      "+function|load",
      "+info",
      "+time",
      "+role",
      "+cluster|slots",
      "+readonly",
      "+asking");

  /** The user of those rules and its password, as they begin a URL's authority. */
  static final String LOGIN = "bars:p%40ss@";

  /** Of the default user, who may do everything; Sentinels know no other. */
  static final String PASSWORD = "secret of the default user";

  private static final String STORE_PASSWORD = "changeit";

  private SecuredRedis() {}

  /** Starts one that has the user, with more options. */
  static RedisServer start(String... more) {
    var options = new ArrayList<>(List.of("--user", "bars", "on", ">p@ss"));
    options.addAll(RULES);
    options.addAll(List.of("--masterauth", PASSWORD));
    options.addAll(options());
    options.addAll(List.of(more));
    return RedisServer.start(RedisServer.freePort(), options);
  }

  /** Of servers and Sentinels; where they listen in the clear they want the password as well. */
  static List<String> options() {
    return List.of(
        "--requirepass",
        PASSWORD,
        "--tls-port",
        String.valueOf(RedisServer.freePort()),
        "--tls-cert-file",
        Made.CERTIFICATE.toString(),
        "--tls-key-file",
        Made.KEY.toString(),
        "--tls-ca-cert-file",
        Made.CERTIFICATE.toString(),
        "--tls-auth-clients",
        "no",
        "--tls-replication",
        "yes");
  }

  /** Made once, since a JVM reads its trust store once. */
  private static final class Made {
    private static final Path FOLDER = RedisServer.folder("chatsway-tls");
    private static final Path KEY = FOLDER.resolve("key.pem");
    private static final Path CERTIFICATE = FOLDER.resolve("certificate.pem");

    static {
      try {
        Path store = FOLDER.resolve("keys.p12");
        makeKeys(store);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
          keys.load(in, STORE_PASSWORD.toCharArray());
        }
        write(
            KEY,
            "PRIVATE KEY",
            keys.getKey("redis", STORE_PASSWORD.toCharArray()).getEncoded());
        write(CERTIFICATE, "CERTIFICATE", keys.getCertificate("redis").getEncoded());
        System.setProperty("javax.net.ssl.trustStore", store.toString());
        System.setProperty("javax.net.ssl.trustStorePassword", STORE_PASSWORD);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
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
            STORE_PASSWORD)
        .redirectErrorStream(true)
        .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (keytool.onExit().join().exitValue() != 0) {
      throw new IllegalStateException("keytool: " + said);
    }
  }

  private static void write(Path file, String what, byte[] encoded) throws IOException {
    Files.writeString(
        file,
        "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(encoded)
            + "\n-----END " + what + "-----\n");
  }
}
