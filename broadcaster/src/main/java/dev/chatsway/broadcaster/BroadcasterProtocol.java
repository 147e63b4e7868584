package dev.chatsway.broadcaster;

import akka.actor.typed.ActorRef;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The messages of a {@link Broadcaster}; {@link BroadcasterRouter} takes the same ones, for all of them together. */
public final class BroadcasterProtocol {
  private BroadcasterProtocol() {}

  /** A message to a Broadcaster. */
  public sealed interface Command
      permits Register,
          Unregister,
          GetClientCount,
          GetSessionClientCount,
          Rebalance,
          Drain,
          Broadcaster.Internal {}

  /**
   * Adds a client or refuses it. Sent before the upgrade, so that the limits are exact.
   *
   * @param owner the account that owns the session, for the limit on all of its clients; null if there is none
   * @param overlayId the id the client connected with
   * @param settingsRevision the revision at which that id was valid
   * @param settings the public settings at that revision, a JSON object
   */
  public record Register(
      UUID session,
      @Nullable String owner,
      UUID overlayId,
      Protocol protocol,
      ClientQueue queue,
      long settingsRevision,
      String settings,
      ActorRef<Registration> replyTo)
      implements Command {}

  /** Removes a client that disconnected or never connected. Idempotent. */
  public record Unregister(UUID session, ClientQueue queue) implements Command {}

  /** Counts sessions and clients. The reply follows every message sent before it and never waits for Redis. */
  public record GetClientCount(ActorRef<ClientCount> replyTo) implements Command {}

  /** Counts the clients of one session. */
  public record GetSessionClientCount(UUID session, ActorRef<ClientCount> replyTo)
      implements Command {}

  /**
   * Asks a share of the clients that are here now to reconnect, each at a quiet moment of its session: no vote for 3 s, and
   * no round. Only chatsway.v2 clients are asked. Takes the place of the Rebalance before it.
   *
   * @param share of all clients, 0 to 1; 0 asks no more of them
   * @param clientsPerSecond 1 or more; each Broadcaster asks at least one a second
   */
  public record Rebalance(double share, int clientsPerSecond) implements Command {}

  /** Refuses new clients from now on, sends all others {@code going_away}, and replies when the last stream has ended. */
  public record Drain(ActorRef<Drained> replyTo) implements Command {}

  /** The reply to {@link Register}. */
  public sealed interface Registration {}

  /** The client was added. */
  public record Accepted() implements Registration {}

  /** The client was turned away; {@code limit} is the limit reached, 0 when shutting down. */
  public record Refused(Refusal reason, int limit) implements Registration {}

  /** Why a client was turned away. */
  public enum Refusal {
    SESSION_FULL,
    OWNER_FULL,
    INSTANCE_FULL,
    STOPPING
  }

  /** Sessions with at least one client here, and their clients, without those that were sent a close message. */
  public record ClientCount(int sessions, int clients) {}

  /** The reply to {@link Drain}. */
  public record Drained() {}
}
