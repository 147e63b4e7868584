package dev.chatsway.standalone.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import tools.jackson.databind.JsonNode;

/** The studio's pages in a browser, as a streamer uses them. */
final class Studio {

  private Studio() {}

  /** Opens a bar's page at a part of it ("live", "look" …) and signs in as admin. */
  static Page open(Page page, TestServer server, JsonNode session, String part) throws IOException {
    var bar = "#/bars/" + session.get("id").asString() + "/" + part;
    page.navigate(server.url() + "/studio" + bar);
    signIn(page, server.adminToken());
    return page;
  }

  static void signIn(Page page, String token) {
    page.getByLabel("Token").fill(token);
    page.keyboard().press("Enter");
  }

  /** Opens the form for a new bar in the list; it is open where there is no bar yet. */
  static void newBar(Page page) {
    var button = page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("New bar"));
    assertThat(button.or(leftOption(page))).isVisible();
    if (button.isVisible()) {
      button.click();
    }
    assertThat(leftOption(page)).isVisible();
  }

  private static Locator leftOption(Page page) {
    return page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Left option"));
  }

  /** Turns to another part of a bar's page, by its name, and waits until it is shown. */
  static void turn(Page page, String name) {
    var link = page.getByLabel("Parts of this bar")
        .getByText(name, new Locator.GetByTextOptions().setExact(true));
    link.click();
    assertThat(link).hasAttribute("aria-current", "page");
  }

  static void press(Page page, String name) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true))
        .click();
  }
}
