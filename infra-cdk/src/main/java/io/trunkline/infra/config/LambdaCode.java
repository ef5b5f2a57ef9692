package io.trunkline.infra.config;

import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.awscdk.services.lambda.Code;

/** The functions' one package, as the build leaves it and the local gateway runs it. */
public final class LambdaCode {
    private final Path zip;

    private LambdaCode(Path zip) {
        this.zip = zip;
    }

    /** Throws {@link IllegalStateException} that says what to run, where there is no zip. */
    public static LambdaCode at(Path zip) {
        if (!Files.isRegularFile(zip)) {
            throw new IllegalStateException(
                    "the functions' package " + zip + " is not there; run ./trunkline build, then this again");
        }
        return new LambdaCode(zip);
    }

    /** An asset that is named by the zip's content: the same build makes the same template. */
    public Code asset() {
        return Code.fromAsset(zip.toString());
    }
}
