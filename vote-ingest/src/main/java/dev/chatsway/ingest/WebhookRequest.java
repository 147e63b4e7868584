package dev.chatsway.ingest;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One request whose body has come completely.
 *
 * @param body the bytes as they came, which is what signatures are about
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record WebhookRequest(HttpRequest request, byte[] body) {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** A header's value; names are case-insensitive. */
  Optional<String> header(String name) {
    return request.getHeader(name).map(HttpHeader::value);
  }

  /** The body as JSON; empty if it is not JSON in UTF-8, names a key twice or is nested too deeply (500 levels). */
  Optional<JsonNode> json() {
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
      var node = JSON.readTree(text.toString());
      return node.isMissingNode() ? Optional.empty() : Optional.of(node);
    } catch (CharacterCodingException | JacksonException e) {
      return Optional.empty();
    }
  }
}
