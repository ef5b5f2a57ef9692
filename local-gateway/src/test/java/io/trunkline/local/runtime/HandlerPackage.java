package io.trunkline.local.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** A Lambda zip with one small handler, compiled on the spot. */
final class HandlerPackage {
    static final Path RUNTIME =
            Path.of(System.getProperty("trunkline.root", ".."), "local-gateway/lambda-runtime/target");

    private static final String SOURCE = """
        import com.amazonaws.services.lambda.runtime.Context;
        import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
        import java.io.*;

        public class Handler implements RequestStreamHandler {
            static {
                if (System.getenv("BROKEN") != null) {
                    throw new IllegalStateException("the handler is broken");
                }
            }

            public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
                String event = new String(in.readAllBytes());
                switch (event) {
                    case "\\"unauthorized\\"" -> throw new RuntimeException("Unauthorized");
                    case "\\"hang\\"" -> { System.out.println("hanging"); try { Thread.sleep(600_000); } catch (InterruptedException e) { } }
                    case "\\"exit\\"" -> Runtime.getRuntime().halt(3);
                    case "\\"env\\"" -> out.write((System.getenv("GIVEN") + "," + System.getenv("HOME") + ","
                            + System.getProperty("user.home") + ","
                            + System.getenv("AWS_LAMBDA_FUNCTION_NAME") + "," + (context.getRemainingTimeInMillis() > 0)).getBytes());
                    default -> out.write(("echo " + event).getBytes());
                }
            }
        }
        """;

    private HandlerPackage() {}

    static Path zip(Path folder) throws IOException {
        Path source = Files.writeString(folder.resolve("Handler.java"), SOURCE);
        String core;
        try (var jars = Files.list(RUNTIME.resolve("lib"))) {
            core = jars.filter(jar -> jar.getFileName().toString().startsWith("aws-lambda-java-core"))
                    .findFirst()
                    .orElseThrow()
                    .toString();
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertThat(compiler.run(null, null, null, "-cp", core, "-d", folder.toString(), source.toString()))
                .as("the handler compiles")
                .isZero();
        return zip(folder.resolve("handler.zip"), List.of("Handler.class"), folder);
    }

    static Path zip(Path zip, List<String> entries, Path content) throws IOException {
        try (ZipOutputStream output = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (String name : entries) {
                output.putNextEntry(new ZipEntry(name));
                output.write(Files.readAllBytes(content.resolve("Handler.class")));
                output.closeEntry();
            }
        }
        return zip;
    }
}
