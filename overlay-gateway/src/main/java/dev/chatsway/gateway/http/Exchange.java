package dev.chatsway.gateway.http;

/**
 * How far a connection's requests have come: counted where requests are handled, looked at where its bytes go by. Both run
 * in the connection's stream, but a response may come from any thread.
 */
final class Exchange {

  private volatile int requests;
  private volatile int responses;
  private volatile boolean upgraded;

  @SuppressWarnings("NonAtomicVolatileUpdate") // requests come one at a time
  void requested() {
    requests++;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // so do their responses: pipelining is off
  void responded(boolean upgrade) {
    responses++;
    upgraded = upgrade;
  }

  int requests() {
    return requests;
  }

  boolean isUnderWay() {
    return requests != responses;
  }

  boolean isUpgraded() {
    return upgraded;
  }
}
