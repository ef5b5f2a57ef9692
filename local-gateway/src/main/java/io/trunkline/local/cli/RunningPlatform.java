package io.trunkline.local.cli;

import io.trunkline.core.apikey.ApiKeys;
import io.trunkline.core.dynamo.DynamoAdmin;
import io.trunkline.core.sqs.SqsAdmin;
import io.trunkline.local.platform.RunningFile;
import io.trunkline.routing.key.MalformedKeyException;
import io.trunkline.routing.key.TenantId;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.Function;

/** The platform that {@code up} runs on a data folder, for the commands beside it. */
final class RunningPlatform {
    private final RunningFile file;
    private final Path data;

    private RunningPlatform(RunningFile file, Path data) {
        this.file = file;
        this.data = data;
    }

    /**
     * Throws {@link OperatorException} where none runs on {@code data}.
     *
     * @param option what names the folder on the command line
     */
    static RunningPlatform find(Path data, String option) {
        try {
            return new RunningPlatform(
                    RunningFile.read(data)
                            .orElseThrow(() -> new OperatorException("nothing runs on " + data
                                    + "; start ./trunkline up, or name the folder of the one that runs by " + option)),
                    data);
        } catch (IOException e) {
            throw new OperatorException("the folder " + data + " cannot be read: " + e.getMessage(), e);
        }
    }

    RunningFile file() {
        return file;
    }

    /** What {@code work} makes of the tenants' keys. */
    <T> T withKeys(Function<ApiKeys, T> work) {
        try (DynamoAdmin admin = file.admin(data)) {
            return work.apply(new ApiKeys(admin.apiKeys(), new SecureRandom(), InstantSource.system()));
        } catch (IOException e) {
            throw new OperatorException("the folder " + data + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** What {@code work} makes of the queues. */
    <T> T withQueues(Function<SqsAdmin, T> work) {
        try (SqsAdmin admin = file.queues(data)) {
            return work.apply(admin);
        } catch (IOException e) {
            throw new OperatorException("the folder " + data + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** A tenant that the platform knows; throws {@link OperatorException} on any other. */
    TenantId tenant(String name) {
        try (DynamoAdmin admin = file.admin(data)) {
            TenantId tenant = new TenantId(name);
            if (!admin.registry().tenants().contains(tenant)) {
                throw new OperatorException("--tenant: the platform that runs has no tenant '" + name + "'");
            }
            return tenant;
        } catch (MalformedKeyException e) {
            throw new OperatorException("--tenant: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new OperatorException("the folder " + data + " cannot be read: " + e.getMessage(), e);
        }
    }
}
