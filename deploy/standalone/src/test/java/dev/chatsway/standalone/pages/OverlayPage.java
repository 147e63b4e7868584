package dev.chatsway.standalone.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import tools.jackson.databind.JsonNode;

/** A live overlay in a browser, and where it draws what. */
final class OverlayPage {

  /** After this a change is drawn where it belongs. */
  static final int GLIDE_MILLIS = 400;

  private OverlayPage() {}

  /** Opens a session's overlay with a query, in a source of this size, and waits until it is live and shows its value. */
  static Page open(BrowserContext browser, JsonNode session, int width, int height, String query) {
    var page = browser.newPage();
    page.setViewportSize(width, height);
    page.navigate(session.get("overlayUrl").asString() + query);
    assertState(page, "live");
    assertThat(page.locator("chatsway-bar[role=meter]")).hasCount(1);
    page.waitForTimeout(GLIDE_MILLIS);
    return page;
  }

  /** Waits until an overlay says that it is in a state. */
  static void assertState(Page page, String state) {
    assertThat(page.locator(":root")).hasAttribute("data-state", state);
  }

  static BoundingBox box(Page page, String selector) {
    return page.locator(selector).first().boundingBox();
  }

  static double middle(BoundingBox box) {
    return box.y + box.height / 2;
  }

  static double middleX(BoundingBox box) {
    return box.x + box.width / 2;
  }

  static double right(BoundingBox box) {
    return box.x + box.width;
  }

  static void assertInside(BoundingBox inner, BoundingBox outer) {
    assertThat(inner.x).isGreaterThanOrEqualTo(outer.x);
    assertThat(inner.y).isGreaterThanOrEqualTo(outer.y - 1);
    assertThat(right(inner)).isLessThanOrEqualTo(right(outer));
    assertThat(inner.y + inner.height).isLessThanOrEqualTo(outer.y + outer.height + 1);
  }

  static BufferedImage picture(Page page) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(page.screenshot()));
  }

  static Color colourAt(BufferedImage picture, double x, double y) {
    return new Color(picture.getRGB((int) Math.round(x), (int) Math.round(y)));
  }

  /** Of the hatched side: its colour or, under a stripe, a darker one. */
  static boolean isOrange(BufferedImage picture, double x, double y) {
    var colour = colourAt(picture, x, y);
    return colour.getRed() > 1.5 * colour.getGreen() && colour.getGreen() > 2 * colour.getBlue();
  }
}
