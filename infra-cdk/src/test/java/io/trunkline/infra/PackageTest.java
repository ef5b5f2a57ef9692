package io.trunkline.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** The package that is deployed: what AWS takes, and nothing for machines that it is not deployed to. */
class PackageTest {
    private static final Pattern NATIVE = Pattern.compile(".*\\.(so|dll|dylib|jnilib|a|node)(\\.\\d+)*");

    /** The functions run on Linux on arm64, in AWS's own C library. */
    private static final Pattern DEPLOYED_TO =
            Pattern.compile("(?!.*(musl|android)).*linux.*(aarch_?64|arm64|armv8).*");

    @Test
    void it_holds_no_native_part_for_another_machine_than_the_one_that_it_is_deployed_to() throws IOException {
        assertThat(natives(Files.readAllBytes(Synthesized.zip()), ""))
                .allMatch(part ->
                        DEPLOYED_TO.matcher(part.toLowerCase(Locale.ROOT)).matches());
    }

    @Test
    void a_native_part_within_a_jar_would_be_found() throws IOException {
        assertThat(NATIVE.matcher("lib/x.jar!/linux/x86_64/libaws-crt-jni.so").matches())
                .isTrue();
        assertThat(NATIVE.matcher("native/libnetty.so.1").matches()).isTrue();
        assertThat(DEPLOYED_TO.matcher("lib/x.jar!/linux/armv8/glibc/lib.so").matches())
                .isTrue();
        assertThat(List.of("linux/x86_64/a.so", "osx/armv8/a.dylib", "linux/armv8/musl/a.so", "windows/x86_64/a.dll"))
                .noneMatch(part -> DEPLOYED_TO.matcher(part).matches());
    }

    /** AWS's quotas: 50 MB where it is uploaded at once, 250 MB unpacked. */
    @Test
    void lambda_takes_it() throws IOException {
        assertThat(Files.size(Synthesized.zip())).isBetween(1_000_000L, 50_000_000L);
        long unpacked = 0;
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(Synthesized.zip()))) {
            while (zip.getNextEntry() != null) {
                unpacked += zip.readAllBytes().length;
            }
        }
        assertThat(unpacked).isLessThan(250_000_000L);
    }

    private static List<String> natives(byte[] archive, String where) throws IOException {
        List<String> found = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String name = where + entry.getName();
                if (name.endsWith(".jar")) {
                    found.addAll(natives(zip.readAllBytes(), name + "!/"));
                } else if (NATIVE.matcher(name).matches()) {
                    found.add(name);
                }
            }
        }
        return found;
    }
}
