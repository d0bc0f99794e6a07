package io.seminode.solver.spi;

/**
 * A provider that was found and is not used.
 *
 * @param provider its class and where it comes from, as far as that is known
 * @param reason why not
 */
public record RejectedProvider(String provider, String reason) {
    @Override
    public String toString() {
        return provider + ": " + reason;
    }

    /** What went wrong, in one line: the innermost cause, since the outer ones tell how it was come upon. */
    public static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message =
                cause.getMessage() == null ? "" : cause.getMessage().strip().replaceAll("\\s*\\R\\s*", " ");
        if (cause instanceof UnsupportedClassVersionError) {
            return "compiled for a newer Java: " + message;
        }
        if (cause instanceof NoClassDefFoundError || cause instanceof ClassNotFoundException) {
            return "a class it needs is missing: " + message.replace('/', '.');
        }
        return cause.getClass().getSimpleName() + (message.isEmpty() ? "" : ": " + message);
    }
}
