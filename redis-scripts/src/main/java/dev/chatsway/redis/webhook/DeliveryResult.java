package dev.chatsway.redis.webhook;

/**
 * What came of one attempt.
 *
 * @param status of HTTP; 0 if there was no answer
 * @param error why it failed, in words; empty if it did not
 */
public record DeliveryResult(int status, String error) {

  private static final int GONE = 410;

  /** Whether the target has the message. */
  public boolean isOk() {
    return error.isEmpty();
  }

  /** The library's word for it; a target that answers 410 wants no more (Standard Webhooks). */
  String outcome() {
    return isOk() ? "ok" : status == GONE ? "gone" : "failed";
  }
}
