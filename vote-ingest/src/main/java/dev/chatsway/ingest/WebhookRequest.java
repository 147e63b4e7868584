package dev.chatsway.ingest;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import dev.chatsway.session.json.StrictJson;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A request whose body has arrived completely.
 *
 * @param body the received bytes, which signatures cover
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record WebhookRequest(HttpRequest request, byte[] body) {

  /** A header's value; names are case-insensitive. */
  Optional<String> header(String name) {
    return request.getHeader(name).map(HttpHeader::value);
  }

  /** Parses the body as JSON; rejects anything else. */
  JsonNode json() {
    try {
      return StrictJson.read(body);
    } catch (StrictJson.NotJsonException e) {
      throw WebhookRejection.Reason.NOT_JSON.because("body: " + e.getMessage());
    }
  }
}
