package dev.chatsway.ingest;

import dev.chatsway.session.json.FieldError;
import java.util.List;

/**
 * A rejection in words.
 *
 * @param detail what was wrong, for the person who reads the answer; never a secret
 * @param errors the fields that were wrong, if it was those
 */
record Refusal(WebhookRejection rejection, String detail, List<FieldError> errors) {

  Refusal(WebhookRejection rejection, String detail) {
    this(rejection, detail, List.of());
  }
}
