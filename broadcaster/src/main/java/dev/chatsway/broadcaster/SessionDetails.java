package dev.chatsway.broadcaster;

import java.util.UUID;

/**
 * What the clients of a session depend on besides its value.
 *
 * @param overlayId the only overlay id that is good for this session now
 * @param settingsRevision the revision at which this was so
 * @param settings the public settings, a JSON object
 */
public record SessionDetails(UUID overlayId, long settingsRevision, String settings) {}
