package dev.chatsway.broadcaster;

import java.util.ArrayList;
import java.util.List;

/** A frame that is nothing but its text. */
record Text(String text) implements Frame {
  /** Takes everything that waits in the outlet, as its stream would. */
  static List<String> takeAll(Outlet outlet) {
    List<String> texts = new ArrayList<>();
    for (Frame frame = outlet.poll(); frame != null; frame = outlet.poll()) {
      texts.add(frame.text());
    }
    return texts;
  }
}
