package dev.chatsway.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.Test;

final class SignaturesTest {

  private static final byte[] BODY = "{\"a\":\"ü\"}".getBytes(UTF_8);

  /** The example of the Standard Webhooks specification. */
  @Test
  void theExampleOfStandardWebhooksIsValid() {
    var verifier = Signatures.standardWebhooks("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    var body = "{\"test\": 2432232314}".getBytes(UTF_8);
    var good = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    var id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    assertThat(verifier.isValid(id, "1614265330", body, good)).isTrue();
    assertThat(verifier.isValid(id, "1614265330", body, "v1a,other v1,bad " + good))
        .isTrue();
    assertThat(verifier.isValid(id, "1614265331", body, good)).isFalse();
    assertThat(verifier.isValid("msg", "1614265330", body, good)).isFalse();
    assertThat(verifier.isValid(id, "1614265330", BODY, good)).isFalse();
    assertThat(verifier.isValid(id, "1614265330", body, good.substring(3))).isFalse();
    assertThat(verifier.isValid(id, "1614265330", body, "")).isFalse();
  }

  /** Computed with {@code printf %s%s%s ID TIMESTAMP BODY | openssl dgst -sha256 -hmac SECRET}. */
  @Test
  void anEventSubSignatureIsTheHmacOfIdTimestampAndBody() {
    var verifier = Signatures.eventSub("s3cre7-of-ten");
    var good = "sha256=7719b1dd9f1952690d0bf80089c9564e26df2bb2c70adf1d0acd6fe5d70e5034";
    assertThat(verifier.isValid("id-1", "2026-01-01T00:00:00.123456789Z", BODY, good))
        .isTrue();
    assertThat(verifier.isValid(
            "id-1",
            "2026-01-01T00:00:00.123456789Z",
            BODY,
            good.toUpperCase(java.util.Locale.ROOT)))
        .isFalse();
  }

  @Test
  void noByteOfAnEventSubSignatureMayDiffer() {
    var good = Sender.eventSubSignature("s3cre7-of-ten", "id", "time", BODY);
    var verifier = Signatures.eventSub("s3cre7-of-ten");
    assertThat(verifier.isValid("id", "time", BODY, good)).isTrue();
    for (int i = 0; i < good.length(); i++) {
      var wrong = new StringBuilder(good);
      wrong.setCharAt(i, (char) (good.charAt(i) ^ 1));
      assertThat(verifier.isValid("id", "time", BODY, wrong.toString()))
          .as("byte %d", i)
          .isFalse();
    }
    assertThat(verifier.isValid("id", "time", BODY, good + "0")).isFalse();
    assertThat(verifier.isValid("id", "time", BODY, "")).isFalse();
  }

  @Test
  void noByteOfAKickSignatureMayDiffer() {
    var verifier = Signatures.kick(Sender.KICK.getPublic());
    var good = Base64.getDecoder().decode(Sender.kickSignature("id", "time", BODY));
    assertThat(verifier.isValid("id", "time", BODY, Base64.getEncoder().encodeToString(good)))
        .isTrue();
    for (int i = 0; i < good.length; i++) {
      var wrong = good.clone();
      wrong[i] ^= 1;
      assertThat(verifier.isValid("id", "time", BODY, Base64.getEncoder().encodeToString(wrong)))
          .as("byte %d", i)
          .isFalse();
    }
    assertThat(verifier.isValid("id", "time", BODY, "not base64!")).isFalse();
    assertThat(verifier.isValid("id", "time", BODY, "")).isFalse();
    assertThat(verifier.isValid("id", "time", BODY, "AAAA")).isFalse();
  }

  @Test
  void aKeyIsReadWithItsLineEndsHoweverTheyAreWritten() {
    var pem = Sender.kickPublicKeyPem();
    assertThat(Signatures.rsaKey(pem)).isEqualTo(Sender.KICK.getPublic());
    assertThat(Signatures.rsaKey(pem.replace("\n", "\\n"))).isEqualTo(Sender.KICK.getPublic());
    assertThat(Signatures.rsaKey(pem.replace("\n", "\r\n"))).isEqualTo(Sender.KICK.getPublic());
    assertThatThrownBy(() -> Signatures.rsaKey("AAAA"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Signatures.rsaKey("$")).isInstanceOf(IllegalArgumentException.class);
  }
}
