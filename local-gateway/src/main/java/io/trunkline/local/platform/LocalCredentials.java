package io.trunkline.local.platform;

import io.trunkline.local.connections.CredentialLookup;
import io.trunkline.local.connections.SigningCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * The AWS key pair of this machine's platform, generated once: its functions sign with it, and so may the {@code aws}
 * command, which reads the file as it is. No real account knows it.
 */
public record LocalCredentials(Path file, String accessKeyId, String secretAccessKey) {
    /** Letters and digits only: DynamoDB Local refuses any other. */
    private static final String ACCESS_KEY_ID = "trunklinelocal";

    private static final Pattern SECRET = Pattern.compile("(?m)^aws_secret_access_key\\s*=\\s*(\\S+)$");
    private static final int SECRET_BYTES = 30;

    /** Reads {@code folder}'s file, or writes it; readable by its owner only. */
    static LocalCredentials open(Path folder) throws IOException {
        Path file = folder.resolve("aws-credentials");
        if (!Files.exists(file)) {
            Files.createDirectories(folder);
            byte[] secret = new byte[SECRET_BYTES];
            new SecureRandom().nextBytes(secret);
            if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.writeString(
                    file,
                    "[default]\naws_access_key_id = " + ACCESS_KEY_ID + "\naws_secret_access_key = "
                            + Base64.getUrlEncoder().withoutPadding().encodeToString(secret) + "\n",
                    StandardOpenOption.CREATE);
        }
        Matcher matcher = SECRET.matcher(Files.readString(file));
        if (!matcher.find()) {
            throw new IOException(file + " holds no key; delete it, and a new one is generated");
        }
        return new LocalCredentials(file, ACCESS_KEY_ID, matcher.group(1));
    }

    /** For SDK clients. */
    public AwsCredentialsProvider provider() {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, secretAccessKey));
    }

    CredentialLookup lookup() {
        return accessKeyId -> accessKeyId.equals(this.accessKeyId)
                ? Optional.of(SigningCredentials.permanent(secretAccessKey))
                : Optional.empty();
    }

    /** Names no secret. */
    @Override
    public String toString() {
        return "LocalCredentials[" + file + "]";
    }
}
