package dev.chatsway.ingest;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import dev.chatsway.session.json.StrictJson;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One request whose body has come completely.
 *
 * @param body the bytes as they came, which is what signatures are about
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record WebhookRequest(HttpRequest request, byte[] body) {

  /** A header's value; names are case-insensitive. */
  Optional<String> header(String name) {
    return request.getHeader(name).map(HttpHeader::value);
  }

  /** Reads the body as JSON; refuses one that is not. */
  JsonNode json() {
    try {
      return StrictJson.read(body);
    } catch (StrictJson.NotJsonException e) {
      throw WebhookRejection.Reason.NOT_JSON.because("body: " + e.getMessage());
    }
  }
}
