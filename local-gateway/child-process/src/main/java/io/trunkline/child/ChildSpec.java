package io.trunkline.child;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a child JVM runs. It inherits nothing of this process's environment, so no credential reaches it that is not
 * given; beside what is given, only a UTF-8 locale is set.
 *
 * @param name for logs
 * @param classPath entries as {@code java -cp} takes them, {@code dir/*} included; the child's own launcher is added
 * @param directory working directory
 */
public record ChildSpec(
        String name,
        List<String> classPath,
        List<String> jvmOptions,
        String mainClass,
        List<String> arguments,
        Map<String, String> environment,
        Path directory) {
    public ChildSpec {
        classPath = List.copyOf(classPath);
        jvmOptions = List.copyOf(jvmOptions);
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }
}
