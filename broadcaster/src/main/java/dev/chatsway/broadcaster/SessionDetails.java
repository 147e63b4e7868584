package dev.chatsway.broadcaster;

import java.util.UUID;

/**
 * The data of a session that its clients depend on, besides its value.
 *
 * @param overlayId the only valid overlay id of the session
 * @param settingsRevision the revision at which it was valid
 * @param settings the public settings, a JSON object
 * @param suspended whether the session is hidden from all clients
 */
public record SessionDetails(
    UUID overlayId, long settingsRevision, String settings, boolean suspended) {

  /** Of a session that may be shown. */
  public SessionDetails(UUID overlayId, long settingsRevision, String settings) {
    this(overlayId, settingsRevision, settings, false);
  }
}
