import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;

import org.opensearch.analysis.common.CommonAnalysisPlugin;
import org.opensearch.common.logging.LogConfigurator;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.painless.PainlessPlugin;
import org.opensearch.transport.Netty4Plugin;

/** One real node in a folder that holds config/opensearch.yml; it runs until its process is ended. */
public final class TestNode extends Node {
    private TestNode(Environment environment) {
        super(
            environment,
            Arrays.asList(Netty4Plugin.class, CommonAnalysisPlugin.class, PainlessPlugin.class),
            true);
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
        CountDownLatch ended = new CountDownLatch(1);
        TestNode node = new TestNode(environment);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                node.close();
            } catch (Exception error) {
                System.err.println("the node did not close: " + error);
            } finally {
                ended.countDown();
            }
        }));
        node.start();
        ended.await();
    }
}
