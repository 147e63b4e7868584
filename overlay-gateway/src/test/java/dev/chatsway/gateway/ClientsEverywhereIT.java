package dev.chatsway.gateway;

import static dev.chatsway.gateway.TestGateway.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Clients of one session on two instances, as each of them counts them. */
final class ClientsEverywhereIT {

  private final TestGateway one = TestGateway.start();
  private final TestGateway other = one.another();

  @AfterEach
  void stop() {
    other.die();
    one.close();
  }

  @Test
  void thoseOfAllInstancesAreAddedUpAndThoseOfADeadOneAreGoneWithinFiveSeconds() {
    JsonNode session = one.create();
    String overlay = text(session, "overlayId");
    try (var first = one.overlay(overlay);
        var second = other.overlay(overlay);
        var third = other.overlay(overlay, "chatsway.v2")) {
      first.next();
      second.next();
      third.next();

      await().until(() -> one.clientsEverywhere(session) == 3);
      await().until(() -> other.clientsEverywhere(session) == 3);
      assertThat(one.clients(session)).isEqualTo(1);
      assertThat(other.clients(session)).isEqualTo(2);

      other.die();

      await().atMost(Duration.ofSeconds(5)).until(() -> one.clientsEverywhere(session) == 1);
    }
  }

  @Test
  void thoseWhoLeaveAreCountedNoMore() {
    JsonNode session = one.create();
    try (var client = other.overlay(text(session, "overlayId"))) {
      client.next();
      await().until(() -> one.clientsEverywhere(session) == 1);
    }
    await().until(() -> one.clientsEverywhere(session) == 0);
  }

  @Test
  void thoseThatRedisLostAreToldAgain() {
    JsonNode session = one.create();
    try (var client = other.overlay(text(session, "overlayId"))) {
      client.next();
      await().until(() -> one.clientsEverywhere(session) == 1);
      one.redis.client().keys("chatsway:{clients}:*").forEach(one.redis.client()::del);

      await().until(() -> one.clientsEverywhere(session) == 1);
    }
  }
}
