/**
 * OBS puts the "Custom CSS" of a browser source into the page as a <style> element, which our Content-Security-Policy refuses as inline.
 * Taken over as a constructed sheet it works: CSS is all it can be, and whoever can add elements here runs scripts anyway.
 */
export function adoptCustomCss() {
  new MutationObserver((changes) => changes.forEach(({ addedNodes }) => addedNodes.forEach(adopt))).observe(document.documentElement, {
    childList: true,
    subtree: true,
  });
  document.querySelectorAll("style").forEach(adopt);
}

function adopt(node) {
  if (node.nodeName === "STYLE" && !node.sheet && node.textContent) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(node.textContent);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }
}
