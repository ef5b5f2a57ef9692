import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Checks ({@code check}) or rewrites ({@code replace}) every Java file below the working directory with Palantir's
 * formatter.
 */
class FormatSources {
    public static void main(String[] args) throws Exception {
        boolean replace = args[0].equals("replace");
        var formatter = Formatter.createFormatter(JavaFormatterOptions.builder()
                .style(JavaFormatterOptions.Style.PALANTIR)
                .formatJavadoc(true)
                .build());
        List<Path> files;
        try (var walk = Files.walk(Path.of(""))) {
            files = walk.filter(f -> f.toString().endsWith(".java"))
                    .filter(f -> f.startsWith("build") || f.toString().contains("/src/"))
                    .filter(f -> !f.toString().contains("/target/"))
                    .sorted()
                    .toList();
        }
        int wrong = 0;
        for (Path file : files) {
            String source = Files.readString(file);
            String formatted;
            try {
                formatted = formatter.formatSourceAndFixImports(source);
            } catch (FormatterException e) {
                wrong++;
                System.err.println("cannot be parsed: " + file + ":" + e.getMessage());
                continue;
            }
            if (source.equals(formatted)) {
                continue;
            }
            if (replace) {
                Files.writeString(file, formatted);
            } else {
                wrong++;
                System.err.println("not formatted: " + file);
            }
        }
        if (wrong > 0) {
            System.err.println(wrong + " of " + files.size() + " files to mend; './trunkline format' does it");
            System.exit(1);
        }
    }
}
