import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

import org.opensearch.analysis.common.CommonAnalysisPlugin;
import org.opensearch.common.logging.LogConfigurator;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.painless.PainlessPlugin;
import org.opensearch.plugins.Plugin;
import org.opensearch.transport.Netty4Plugin;

/**
 * One real node in a folder that holds config/opensearch.yml, with the plugins whose classes are named after it; it
 * runs until it is ended, or its starter is gone.
 */
public final class TestNode extends Node {
    private TestNode(Environment environment, Collection<Class<? extends Plugin>> plugins) {
        super(environment, plugins, true);
    }

    /** The plugins of every node, and those that are named beside the folder. */
    private static Collection<Class<? extends Plugin>> plugins(String[] arguments) throws ClassNotFoundException {
        List<Class<? extends Plugin>> found = new ArrayList<>(
            Arrays.asList(Netty4Plugin.class, CommonAnalysisPlugin.class, PainlessPlugin.class));
        for (int place = 1; place < arguments.length; place++) {
            found.add(Class.forName(arguments[place]).asSubclass(Plugin.class));
        }
        return found;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Paths.get(arguments[0]).toAbsolutePath();
        Environment environment = InternalSettingsPreparer.prepareEnvironment(
            Settings.builder().put(Environment.PATH_HOME_SETTING.getKey(), folder).build(),
            Collections.emptyMap(),
            folder.resolve("config"),
            () -> "test-node");
        LogConfigurator.registerErrorListener();
        LogConfigurator.configure(environment);
        TestNode node = new TestNode(environment, plugins(arguments));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                node.close();
            } catch (Exception error) {
                System.err.println("the node did not close: " + error);
            }
        }));
        node.start();
        // Its standard input ends with the process that started it: so does the node.
        while (System.in.read() >= 0) {
            continue;
        }
        System.exit(0);
    }
}
