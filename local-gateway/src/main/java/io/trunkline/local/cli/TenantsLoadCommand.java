package io.trunkline.local.cli;

import io.trunkline.core.dynamo.DynamoAdmin;
import io.trunkline.core.dynamo.RegistryWriter;
import io.trunkline.core.tenantfile.TenantFile;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.TenantId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./trunkline tenants load}: the files into the registry; all of them are read before anything is written. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        description = "Writes every tenant file into the registry of a deployed stage. A tenant without a file stays.",
        footer = {"", "Example:", "  ./trunkline tenants load --stage dev --tenants tenants"})
final class TenantsLoadCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private DeployedStage stage = new DeployedStage();

    @Override
    public Integer call() {
        List<TenantFile> files = Tenants.load(common.tenants());
        stage.tables(admin -> {
            files.forEach(file -> load(admin, file));
            return files.size();
        });
        files.forEach(file -> spec.commandLine()
                .getOut()
                .println("loaded " + file.reading().tenant().id().value()));
        spec.commandLine().getErr().println("what is registered takes half a minute to be seen by every function");
        return 0;
    }

    private static void load(DynamoAdmin admin, TenantFile file) {
        RegistryWriter registry = admin.registry();
        registry.replace(file.definition(), file.reading());
        TenantId tenant = file.reading().tenant().id();
        file.reading().memberships().forEach(seed -> admin.memberships().add(tenant, seed.user(), seed.standing()));
        file.reading().grants().forEach(seed -> admin.grants()
                .grant(new RoomKey(tenant, seed.room()), seed.standing()));
    }
}
