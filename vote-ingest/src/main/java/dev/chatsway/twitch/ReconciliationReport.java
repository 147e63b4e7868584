package dev.chatsway.twitch;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of a reconciliation, stored in Redis so that every instance can report it. Contains no secrets.
 *
 * @param at when it ended, ISO 8601 in UTC
 * @param problem why it could not be finished, or null
 * @param refusals channels for which Twitch refused the subscription
 */
record ReconciliationReport(
    String at,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String problem,
    Map<String, Refused> refusals) {

  /**
   * A refusal by Twitch.
   *
   * @param status the HTTP status: 403 if a consent is missing
   * @param words its status and message
   */
  record Refused(int status, String words) {}
}
