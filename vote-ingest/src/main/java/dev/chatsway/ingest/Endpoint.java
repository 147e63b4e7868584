package dev.chatsway.ingest;

import akka.http.javadsl.model.HttpResponse;
import java.util.concurrent.CompletionStage;

/** One way in for votes, by a body that has come completely. */
interface Endpoint {

  /** The label in metrics. */
  String platform();

  /**
   * Answers a delivery once Redis has decided about what is in it.
   *
   * @throws dev.chatsway.session.json.InvalidFieldsException if the body does not have the expected shape
   */
  CompletionStage<HttpResponse> answer(WebhookRequest delivery);
}
