package io.trunkline.migration.control;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** API Gateway's WebSocket APIs of one account and Region, as a migration reads and changes them. */
public interface ApiPlane {
    /** An API. */
    record Api(String id, String name, String routeSelection, Map<String, String> tags) {
        public Api {
            tags = Map.copyOf(tags);
        }
    }

    /**
     * A stage.
     *
     * @param deployment what it serves; changes to integrations are seen only where that changes, or by themselves
     *     where {@code autoDeploy}
     */
    record Stage(String name, Optional<String> deployment, boolean autoDeploy) {}

    /** A route, with the integration that it leads to. */
    record Route(String id, String key, Optional<String> integration, String authorization) {}

    /** An integration. */
    record Integration(String id, String type, String uri, Optional<String> method, Optional<String> credentials) {}

    /** All that are WebSocket APIs. */
    List<Api> apis();

    Optional<Api> api(String id);

    List<Stage> stages(String api);

    List<Route> routes(String api);

    List<Integration> integrations(String api);

    /** Leads an integration elsewhere; nothing else of it changes. */
    void lead(String api, String integration, String uri);

    /** Makes a deployment of the API as it is now, with these words, and returns its id. */
    String deploy(String api, String description);

    /** The deployment that was made with these words, where there is one. */
    Optional<String> deployment(String api, String description);

    /** Lets a stage serve a deployment. */
    void serve(String api, String stage, String deployment);

    /** Removes a deployment that no stage serves; one that is gone is no error. */
    void forget(String api, String deployment);

    /** Removes the API with all that hangs on it; one that is gone is no error. */
    void delete(String api);
}
