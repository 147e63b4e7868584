package dev.chatsway.ingest;

import akka.http.javadsl.model.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Turns requests of one platform away, and counts them. */
record Refusals(String platform, IngestMetrics metrics) {

  HttpResponse answer(Refusal refusal) {
    metrics.rejected(platform, refusal.rejection());
    return Problem.of(refusal);
  }

  CompletionStage<HttpResponse> refuse(Refusal refusal) {
    return CompletableFuture.completedStage(answer(refusal));
  }

  CompletionStage<HttpResponse> refuseNoJson() {
    return refuse(WebhookRejection.NOT_JSON.because(
        "the body is not JSON in UTF-8, names a key twice or is nested more than 500 levels deep"));
  }
}
