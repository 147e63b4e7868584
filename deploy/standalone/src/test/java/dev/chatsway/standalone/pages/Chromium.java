package dev.chatsway.standalone.pages;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test a fresh {@link BrowserContext} of the system's Chromium, if it can be of the headless shell, which draws no
 * windows of its own; where there is none, says so and skips.
 */
final class Chromium implements ExecutionCondition, ParameterResolver, AfterEachCallback {

  private static final Path EXECUTABLE = Stream.of("chromium-headless-shell", "chromium")
      .map(Path.of("/usr/bin")::resolve)
      .filter(Files::isExecutable)
      .findFirst()
      .orElse(Path.of("/usr/bin/chromium"));
  /** A page's longest wait between two attempts is 15 s, and the machine may be busy. */
  private static final double PATIENCE_MILLIS = 30_000;

  private static final Namespace NAMESPACE = Namespace.create(Chromium.class);

  /** One browser for all tests of a run: a start takes seconds. */
  private record Running(Playwright playwright, Browser browser) implements AutoCloseable {
    static Running start() {
      PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
      var playwright = Playwright.create(
          new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
      var browser = playwright
          .chromium()
          .launch(new LaunchOptions()
              .setExecutablePath(EXECUTABLE)
              .setArgs(List.of("--no-sandbox"))); // which root in a container cannot have
      return new Running(playwright, browser);
    }

    @Override
    public void close() {
      playwright.close();
    }
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (Files.isExecutable(EXECUTABLE)) {
      return ConditionEvaluationResult.enabled("Chromium is there");
    }
    var why = "SKIPPED: there is no " + EXECUTABLE + ", so these pages were not looked at";
    System.err.println(context.getDisplayName() + ": " + why);
    return ConditionEvaluationResult.disabled(why);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType().equals(BrowserContext.class);
  }

  @Override
  public BrowserContext resolveParameter(ParameterContext parameter, ExtensionContext test) {
    var running = test.getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent("running", key -> Running.start(), Running.class);
    var context = running.browser().newContext();
    test.getStore(NAMESPACE).put("context", context);
    return context;
  }

  @Override
  public void afterEach(ExtensionContext test) {
    var context = test.getStore(NAMESPACE).get("context", BrowserContext.class);
    if (context != null) {
      context.close();
    }
  }
}
