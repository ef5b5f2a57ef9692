package io.trunkline.local.control;

import io.trunkline.local.connections.HttpAnswer;
import java.util.Map;
import java.util.Optional;

/** The two services that speak AWS's query protocol, forms in and XML out: CloudFormation and STS. */
final class QueryPlane {
    private final Account account;

    QueryPlane(Account account) {
        this.account = account;
    }

    HttpAnswer handle(Map<String, String> form) {
        String action = form.getOrDefault("Action", "");
        return switch (action) {
            case "GetCallerIdentity" ->
                answer(
                        action,
                        "<Arn>arn:aws:iam::" + account.id() + ":root</Arn><UserId>" + account.id()
                                + "</UserId><Account>" + account.id() + "</Account>");
            // nothing here raises any
            case "DescribeAlarms" -> answer(action, "<MetricAlarms></MetricAlarms>");
            case "DescribeStackResources" -> resources(form.getOrDefault("PhysicalResourceId", ""));
            default -> error("InvalidAction", "this machine does not know the action " + action);
        };
    }

    private HttpAnswer resources(String physicalId) {
        Optional<Account.Owner> owner = account.owner(physicalId);
        return owner.map(found -> answer(
                        "DescribeStackResources",
                        "<StackResources><member><StackName>" + text(found.stack()) + "</StackName><LogicalResourceId>"
                                + text(found.logicalId()) + "</LogicalResourceId><PhysicalResourceId>"
                                + text(physicalId) + "</PhysicalResourceId><ResourceType>" + text(found.type())
                                + "</ResourceType><ResourceStatus>CREATE_COMPLETE</ResourceStatus></member>"
                                + "</StackResources>"))
                .orElseGet(() -> error("ValidationError", "Stack for " + physicalId + " does not exist"));
    }

    private static HttpAnswer answer(String action, String result) {
        return xml(
                200,
                "<" + action + "Response><" + action + "Result>" + result + "</" + action
                        + "Result><ResponseMetadata><RequestId>local</RequestId></ResponseMetadata></" + action
                        + "Response>");
    }

    private static HttpAnswer error(String code, String message) {
        return xml(
                400,
                "<ErrorResponse><Error><Type>Sender</Type><Code>" + code + "</Code><Message>" + text(message)
                        + "</Message></Error><RequestId>local</RequestId></ErrorResponse>");
    }

    private static HttpAnswer xml(int status, String body) {
        return new HttpAnswer(status, Map.of("Content-Type", "text/xml"), body);
    }

    private static String text(String plain) {
        return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
