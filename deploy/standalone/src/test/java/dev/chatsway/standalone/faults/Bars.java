package dev.chatsway.standalone.faults;

/** Settings of sessions in these tests. */
final class Bars {

  /** Every vote that counts is to be seen in the tally, and none is refused. */
  static final String COUNTING = "{\"decayRate\": 0, \"voteDelta\": 0.1, \"debounceMillis\": 0}";

  private Bars() {}
}
