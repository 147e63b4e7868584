package dev.chatsway.standalone.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import java.util.List;

/** What axe finds in a page as it is now. */
final class Accessibility {

  private static final String ANIMATIONS_ENDED = "() => Promise.allSettled(document.getAnimations()"
      + ".filter((each) => each.effect.getComputedTiming().endTime !== Infinity)"
      + ".map((each) => each.finished))";

  private Accessibility() {}

  /** Fails where axe finds something, or the page is wider than its window. */
  static void assertNothingFound(Page page) {
    page.evaluate(ANIMATIONS_ENDED); // what fades in has too little contrast at first
    var options = new AxeRunOptions();
    options.setResultTypes(
        List.of("violations")); // what is in order is not listed, which takes longer than to look
    assertThat(new AxeBuilder(page).options(options).analyze().getViolations())
        .extracting(rule -> rule.getId() + " " + rule.getNodes().get(0).getHtml())
        .isEmpty();
    assertThat(page.evaluate("document.documentElement.scrollWidth - innerWidth"))
        .isEqualTo(0);
  }
}
