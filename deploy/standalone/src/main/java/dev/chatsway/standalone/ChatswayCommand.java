package dev.chatsway.standalone;

import java.util.concurrent.Callable;

/**
 * A command of {@code ./chatsway}: a picocli command, named in
 * {@code META-INF/services/dev.chatsway.standalone.ChatswayCommand} of whichever module it is in. It returns the exit status.
 */
public interface ChatswayCommand extends Callable<Integer> {}
