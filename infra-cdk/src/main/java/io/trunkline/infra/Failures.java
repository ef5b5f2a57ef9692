package io.trunkline.infra;

/** What an operator is told of a failure. */
final class Failures {
    private Failures() {}

    /** The first line of what went wrong; jsii puts the JavaScript stack behind it. */
    static String text(Throwable failure) {
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return message.lines()
                .takeWhile(line -> !line.startsWith("    at "))
                .findFirst()
                .orElse(message);
    }
}
