/** What docs/operations.md and the files in deploy/ say, tried. */
@NullMarked
package dev.chatsway.standalone.operations;

import org.jspecify.annotations.NullMarked;
