package com.latticex.rosetta.cli;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What happens when this process is asked to end (Ctrl-C, kill): the session is ended at all parties, the command cleans up as after any other
 * failure, and the exit code is 1.
 */
public final class Ending {
    /** What the others learn. */
    public static final String TEXT = "its process was asked to end (Ctrl-C or kill)";

    /** Longer than a session takes to say goodbye. */
    private static final long PATIENCE_SECONDS = 8;

    private static final Set<Action> ACTIONS = ConcurrentHashMap.newKeySet();

    private Ending() {}

    /** Something to be done first when the process is asked to end; until it is closed. */
    public static final class Action implements AutoCloseable {
        private final Runnable action;

        private Action(Runnable action) {
            this.action = action;
        }

        @Override
        public void close() {
            ACTIONS.remove(this);
        }
    }

    /** Registers an action, which must not block for long. */
    public static Action by(Runnable action) {
        Action registered = new Action(action);
        ACTIONS.add(registered);
        return registered;
    }

    /** Runs a command; when the process is asked to end meanwhile, the command is told, and has time to clean up. */
    static int runs(Command command) {
        CountDownLatch finished = new CountDownLatch(1);
        Thread main = Thread.currentThread();
        Thread hook = new Thread(() -> end(main, finished), "asked to end");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return command.run();
        } finally {
            finished.countDown();
        }
    }

    /** A command line's work. */
    interface Command {
        int run();
    }

    private static void end(Thread main, CountDownLatch finished) {
        if (finished.getCount() == 0) {
            return;
        }
        if (ACTIONS.isEmpty()) {
            main.interrupt();
        }
        ACTIONS.forEach(registered -> registered.action.run());
        try {
            if (!finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("rosetta: ended before everything was cleaned up");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(Main.FAILED);
    }
}
