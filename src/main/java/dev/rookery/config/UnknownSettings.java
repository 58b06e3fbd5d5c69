package dev.rookery.config;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Names in a file or in the environment that are no settings, each with the setting that was probably meant. */
final class UnknownSettings {
    private static final String PREFIX = "ROOKERY_";

    /** Not of nodes: the launcher's, the logger's, those of the engines of {@code rookery dev}, and of Rookery's own tests. */
    private static final Set<String> OTHERS = Set.of(
            "ROOKERY_JAVA_OPTS",
            "ROOKERY_LOG_FORMAT",
            "ROOKERY_LOG_LEVEL",
            "ROOKERY_CASSANDRA_JAVA_HOME",
            "ROOKERY_CASSANDRA_JAVA_OPTS",
            "ROOKERY_CHROMIUM");

    private static final String OF_TESTS = "ROOKERY_TEST_";

    /** What Kubernetes tells every container about a Service named rookery, or rookery-something. */
    private static final Pattern SERVICE_LINK = Pattern.compile(
            "ROOKERY(_.+)?_(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");

    private static final Pattern SERVICE_PORT = Pattern.compile("(tcp|udp|sctp)://.*");

    /** More edits than this share of the name are another name. */
    private static final double LIKENESS = 0.4;

    private UnknownSettings() {}

    static List<String> in(Config file, Map<String, String> environment, Config defaults) {
        Set<String> paths = new TreeSet<>();
        defaults.entrySet().forEach(setting -> paths.add(setting.getKey()));
        List<String> unknown = new ArrayList<>();
        file.entrySet().stream()
                .map(Map.Entry::getKey)
                .filter(path -> !defaults.hasPathOrNull(path))
                .sorted()
                .forEach(path -> unknown.add(path + " is not a setting" + didYouMean(path, paths)));
        List<String> variables = paths.stream().map(Sources::variable).toList();
        new TreeSet<>(environment.keySet())
                .stream()
                        .filter(name -> name.startsWith(PREFIX) && !variables.contains(name))
                        .filter(name -> !isOfOthers(name, environment.getOrDefault(name, "")))
                        .forEach(name -> unknown.add("The environment variable " + name + " is not a setting"
                                + didYouMean(name, variables)));
        return unknown;
    }

    private static boolean isOfOthers(String name, String value) {
        return OTHERS.contains(name)
                || name.startsWith(OF_TESTS)
                || SERVICE_LINK.matcher(name).matches()
                || SERVICE_PORT.matcher(value).matches();
    }

    private static String didYouMean(String name, Collection<String> known) {
        Optional<String> nearest = known.stream().min(Comparator.comparingInt(other -> edits(name, other)));
        return nearest.filter(other -> edits(name, other) <= LIKENESS * name.length())
                .map(other -> "; did you mean " + other + "?")
                .orElse("");
    }

    /** Letters to insert, to remove or to replace (the distance of Levenshtein). */
    static int edits(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
