package io.trunkline.infra.stack;

import io.trunkline.infra.config.StageConfig.Domain;
import java.util.List;
import software.amazon.awscdk.services.apigatewayv2.CfnApiMapping;
import software.amazon.awscdk.services.apigatewayv2.CfnDomainName;
import software.amazon.awscdk.services.apigatewayv2.CfnStage;
import software.amazon.awscdk.services.route53.CfnRecordSet;
import software.constructs.Construct;

/**
 * A domain of one's own in front of an API; a wildcard leads every name below it there, each of which can be a door.
 */
final class CustomDomain {
    private CustomDomain() {}

    static void of(Construct scope, Domain domain, CfnStage stage) {
        CfnDomainName name = CfnDomainName.Builder.create(scope, "Domain")
                .domainName(domain.name())
                .domainNameConfigurations(List.of(CfnDomainName.DomainNameConfigurationProperty.builder()
                        .certificateArn(domain.certificateArn())
                        .endpointType("REGIONAL")
                        .securityPolicy("TLS_1_2")
                        .build()))
                .build();
        CfnApiMapping mapping = CfnApiMapping.Builder.create(scope, "DomainMapping")
                .apiId(stage.getApiId())
                .domainName(domain.name())
                .stage(stage.getStageName())
                .build();
        mapping.addResourceDependency(name);
        mapping.addResourceDependency(stage);
        domain.zone().ifPresent(zone -> CfnRecordSet.Builder.create(scope, "DomainRecord")
                .hostedZoneId(zone.id())
                .name(domain.name() + ".")
                .type("A")
                .aliasTarget(CfnRecordSet.AliasTargetProperty.builder()
                        .dnsName(name.getAttrRegionalDomainName())
                        .hostedZoneId(name.getAttrRegionalHostedZoneId())
                        .build())
                .build());
    }
}
