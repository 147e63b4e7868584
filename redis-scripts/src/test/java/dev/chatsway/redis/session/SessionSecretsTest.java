package dev.chatsway.redis.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatsway.redis.RedisCommands;
import dev.chatsway.redis.RedisServer;
import dev.chatsway.redis.SessionKeys;
import dev.chatsway.session.SecretKind;
import dev.chatsway.session.Session;
import dev.chatsway.session.SessionRequest;
import dev.chatsway.session.SessionSettings;
import dev.chatsway.session.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a session's secrets are rotated to, and what becomes of the old ones. */
final class SessionSecretsTest {

  private static final RedisServer REDIS = RedisServer.start();
  private static final RedisCommands CALLS = REDIS.calls();
  private static final Sessions SESSIONS = new Sessions(CALLS);

  @AfterAll
  static void stop() {
    CALLS.close();
    REDIS.close();
  }

  @ParameterizedTest
  @EnumSource(SecretKind.class)
  void aRotationMakesThatSecretNewAndNoOther(SecretKind secret) {
    Session before = created();

    Session after = get(SESSIONS.rotate(before.id(), secret)).orElseThrow();

    assertThat(after.settingsRevision()).isEqualTo(before.settingsRevision() + 1);
    assertThat(changedSecrets(before, after)).containsExactly(secret);
  }

  @Test
  void whatWasRotatedFindsNothingAnyMore() {
    Session before = created();
    assertThat(get(SESSIONS.byOverlay(before.overlayId()))).isPresent();
    assertThat(get(SESSIONS.byVoteToken(before.voteToken()))).contains(before);
    assertThat(get(SESSIONS.byVoteToken(before.voteToken()))).contains(before);
    get(SESSIONS.rotate(before.id(), SecretKind.OVERLAY_ID));
    get(SESSIONS.rotate(before.id(), SecretKind.VOTE_TOKEN));
    get(SESSIONS.rotate(before.id(), SecretKind.LINK_TOKEN));

    assertThat(get(SESSIONS.byOverlay(before.overlayId()))).isEmpty();
    assertThat(get(SESSIONS.byVoteToken(before.voteToken()))).isEmpty();
    assertThat(get(SESSIONS.byLinkToken(before.linkToken()))).isEmpty();
  }

  @Test
  void aControlTokenIsThereOnceItWasMadeAndGoneOnceItWasRevoked() {
    Session session = created();
    assertThat(session.controlToken()).isNull();
    assertThat(get(SESSIONS.byControlToken(""))).isEmpty();

    var made = get(SESSIONS.rotate(session.id(), SecretKind.CONTROL_TOKEN)).orElseThrow();
    String token = Objects.requireNonNull(made.controlToken());
    assertThat(get(SESSIONS.byControlToken(token))).contains(made);
    assertThat(get(SESSIONS.byDeckToken(token))).isEmpty();

    var revoked = get(SESSIONS.revoke(session.id(), SecretKind.CONTROL_TOKEN)).orElseThrow();
    assertThat(revoked.controlToken()).isNull();
    assertThat(get(SESSIONS.byControlToken(token))).isEmpty();
    assertThat(REDIS.client().exists("chatsway:control-token:" + Tokens.hash(token)))
        .isFalse();
  }

  @Test
  void aSecretThatASessionNeedsIsNeverTakenAway() {
    Session session = created();

    assertThatThrownBy(() -> get(SESSIONS.revoke(session.id(), SecretKind.VOTE_TOKEN)))
        .hasMessageContaining("a session always has a vote-token");
  }

  @Test
  void anOldWebhookSecretIsKnownForADay() {
    Session before = created();

    Session after = get(SESSIONS.rotate(before.id(), SecretKind.WEBHOOK_SECRET)).orElseThrow();

    assertThat(after.oldWebhookSecrets()).containsExactly(before.webhookSecret());
    assertThat(get(SESSIONS.find(before.id())).orElseThrow().oldWebhookSecrets())
        .containsExactly(before.webhookSecret());
    REDIS.client().hset(record(before.id()), "oldWebhookSecrets", before.webhookSecret() + " 1");
    assertThat(get(SESSIONS.find(before.id())).orElseThrow().oldWebhookSecrets())
        .isEmpty();
  }

  @Test
  void ofTwoRotationsWithinADayEachEndsADayAfterItself() {
    Session before = created();
    Session between =
        get(SESSIONS.rotate(before.id(), SecretKind.WEBHOOK_SECRET)).orElseThrow();
    String first = REDIS.client().hget(record(before.id()), "oldWebhookSecrets");
    String soon = String.valueOf(System.currentTimeMillis() + 3_600_000);
    REDIS
        .client()
        .hset(record(before.id()), "oldWebhookSecrets", before.webhookSecret() + " " + soon);

    Session after = get(SESSIONS.rotate(before.id(), SecretKind.WEBHOOK_SECRET)).orElseThrow();

    assertThat(after.oldWebhookSecrets())
        .containsExactly(before.webhookSecret(), between.webhookSecret());
    assertThat(first).matches("\\S+ \\d{13}");
    assertThat(REDIS.client().hget(record(before.id()), "oldWebhookSecrets"))
        .as("a second rotation does not prolong the first")
        .startsWith(before.webhookSecret() + " " + soon + " " + between.webhookSecret() + " ");
  }

  private static List<SecretKind> changedSecrets(Session before, Session after) {
    var changed = new ArrayList<SecretKind>();
    if (!before.overlayId().equals(after.overlayId())) {
      changed.add(SecretKind.OVERLAY_ID);
    }
    if (!before.voteToken().equals(after.voteToken())) {
      changed.add(SecretKind.VOTE_TOKEN);
    }
    if (!before.linkToken().equals(after.linkToken())) {
      changed.add(SecretKind.LINK_TOKEN);
    }
    if (!before.ownerToken().equals(after.ownerToken())) {
      changed.add(SecretKind.OWNER_TOKEN);
    }
    if (!before.webhookSecret().equals(after.webhookSecret())) {
      changed.add(SecretKind.WEBHOOK_SECRET);
    }
    if (!Objects.equals(before.controlToken(), after.controlToken())) {
      changed.add(SecretKind.CONTROL_TOKEN);
    }
    if (!Objects.equals(before.deckToken(), after.deckToken())) {
      changed.add(SecretKind.DECK_TOKEN);
    }
    return changed;
  }

  private static Session created() {
    return get(SESSIONS.create(new SessionRequest("test", List.of(), SessionSettings.DEFAULTS)));
  }

  private static String record(UUID id) {
    return new String(SessionKeys.of(id).session(), StandardCharsets.US_ASCII);
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
