package dev.chatsway.standalone.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasAttributeOptions;

/** How long a page may take to notice: its longest wait between two attempts is 15 s, and the machine may be busy. */
final class Waiting {

  private static final double MILLIS = 30_000;

  private Waiting() {}

  static HasAttributeOptions forAttribute() {
    return new HasAttributeOptions().setTimeout(MILLIS);
  }

  /** Waits until an overlay says that it is in a state. */
  static void assertState(Page page, String state) {
    assertThat(page.locator(":root")).hasAttribute("data-state", state, forAttribute());
  }
}
