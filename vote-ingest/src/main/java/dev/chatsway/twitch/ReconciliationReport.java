package dev.chatsway.twitch;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a comparison of sessions and subscriptions has found, as Redis keeps it for every instance to tell. No secret is in it.
 *
 * @param at when it ended, ISO 8601 in UTC
 * @param problem why it could not be finished, or null
 * @param refusals channels whose chat Twitch would not subscribe us to
 */
record ReconciliationReport(
    String at,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String problem,
    Map<String, Refused> refusals) {

  /**
   * Twitch's no.
   *
   * @param status of its answer: 403 where a consent is missing
   * @param words its status and message
   */
  record Refused(int status, String words) {}
}
