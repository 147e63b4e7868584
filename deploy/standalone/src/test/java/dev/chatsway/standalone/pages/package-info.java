/** The pages of a running Chatsway in a real browser, and what they live on. */
@NullMarked
package dev.chatsway.standalone.pages;

import org.jspecify.annotations.NullMarked;
