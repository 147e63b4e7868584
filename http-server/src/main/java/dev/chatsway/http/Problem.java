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
 * Why a request failed, as RFC 9457 has it.
 *
 * @param type always {@code about:blank}: the status says what kind of problem it is
 * @param title the status in words
 * @param status the HTTP status
 * @param detail what was wrong this time
 * @param reason the word for it in metrics; null where there is none
 * @param errors the fields that were refused, if it was fields
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

  /** A problem that is not about fields. */
  public static Problem of(StatusCode status, String detail) {
    return of(status, detail, List.of());
  }

  /** A problem with fields. */
  public static Problem of(StatusCode status, String detail, List<FieldError> errors) {
    return new Problem("about:blank", status.reason(), status.intValue(), detail, null, errors);
  }

  /** The same problem with a word that metrics count it by. */
  public Problem withReason(String word) {
    return new Problem(type, title, status, detail, word, errors);
  }

  /** The answer; a 503 asks to come again in a second. */
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
