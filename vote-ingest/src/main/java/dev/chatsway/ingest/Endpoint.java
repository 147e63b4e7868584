package dev.chatsway.ingest;

import akka.http.javadsl.model.HttpResponse;
import java.util.concurrent.CompletionStage;

/** An endpoint for votes; gets complete bodies. */
interface Endpoint {

  /** The label in metrics. */
  String platform();

  /**
   * Responds to a delivery once Redis has decided its votes.
   *
   * @throws dev.chatsway.session.json.InvalidFieldsException if the body does not have the expected structure
   */
  CompletionStage<HttpResponse> answer(WebhookRequest delivery);
}
