package dev.chatsway.http;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.HttpCharsets;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chatsway.session.json.FieldError;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The reason why a request failed, as an RFC 9457 problem document.
 *
 * @param type always {@code about:blank}: the status says what kind of problem it is
 * @param title the status in words
 * @param status the HTTP status
 * @param detail what was wrong this time
 * @param reason its label in metrics; null if there is none
 * @param errors the invalid fields, if any
 */
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String reason,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldError> errors) {

  private static final ContentType PROBLEM_JSON = MediaTypes.customWithFixedCharset(
          "application", "problem+json", HttpCharsets.UTF_8, Map.of(), false)
      .toContentType();
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String RETRY_SECONDS = "1";

  /** A problem without invalid fields. */
  public static Problem of(StatusCode status, String detail) {
    return of(status, detail, List.of());
  }

  /** A problem with invalid fields. */
  public static Problem of(StatusCode status, String detail, List<FieldError> errors) {
    return new Problem("about:blank", status.reason(), status.intValue(), detail, null, errors);
  }

  /** A copy with its label in metrics. */
  public Problem withReason(String word) {
    return new Problem(type, title, status, detail, word, errors);
  }

  /** The response; a 503 has {@code Retry-After: 1}. */
  public HttpResponse response() {
    HttpResponse response = HttpResponse.create()
        .withStatus(status)
        .withEntity(HttpEntities.create(PROBLEM_JSON, toJson()))
        .addHeader(RawHeader.create("Cache-Control", "no-store"));
    return status == StatusCodes.SERVICE_UNAVAILABLE.intValue()
        ? response.addHeader(RawHeader.create("Retry-After", RETRY_SECONDS))
        : response;
  }

  /** The document itself. */
  byte[] toJson() {
    return JSON.writeValueAsBytes(this);
  }
}
