package dev.rookery.testkit;

import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds a Chromium to test the page with, or gets one: {@code ROOKERY_CHROMIUM}, the places where systems install it,
 * Debian's package if we may install packages, Playwright's own download. Fails with what to do if there is none.
 */
public final class ChromiumLocator {
    private static final String VARIABLE = "ROOKERY_CHROMIUM";
    /** The headless shell is the same engine without a browser's windows: a third of the CPU. */
    private static final String SHELL = "chromium-headless-shell";

    private static final List<String> NAMES =
            List.of(SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge");
    private static final List<Path> ELSEWHERE = List.of(
            Path.of("/Applications/Chromium.app/Contents/MacOS/Chromium"),
            Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
            Path.of("/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge"),
            Path.of("C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe"),
            Path.of("C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe"),
            Path.of("C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe"));
    /**
     * What costs a process of its own per window or per page and shows nothing of it: suggestions under the address bar,
     * and a renderer that is started in reserve.
     */
    private static final String SUPERFLUOUS =
            "WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup,SpareRendererForSitePerProcess";
    /** What Playwright turns off, once more: of two such flags the last one counts. */
    private static final String OFF_FOR_PLAYWRIGHT =
            "ImprovedCookieControls,LazyFrameLoading,GlobalMediaControls,DestroyProfileOnBrowserClose,MediaRouter,"
                    + "DialMediaRouteProvider,AcceptCHFrame,AutoExpandDetailsElement,"
                    + "CertificateTransparencyComponentUpdater,AvoidUnnecessaryBeforeUnloadCheckSync,Translate,"
                    + "HttpsUpgrades,PaintHolding,ThirdPartyStoragePartitioning,LensOverlay,PlzDedicatedWorker";

    private static final List<String> FLAGS = List.of(
            "--disable-features=" + SUPERFLUOUS + "," + OFF_FOR_PLAYWRIGHT,
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");
    private static final int INSTALL_MINUTES = 5;

    private ChromiumLocator() {}

    /** Playwright without the download of three browsers that it begins with otherwise. */
    public static Playwright playwright() {
        return Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    }

    /** How to start the browser that was found. */
    public static LaunchOptions launchOptions(Playwright playwright) {
        LaunchOptions options = new LaunchOptions().setArgs(FLAGS);
        Optional<Path> found = configured().or(ChromiumLocator::installed).or(ChromiumLocator::installedNow);
        if (found.isPresent()) {
            return options.setExecutablePath(found.get());
        }
        if (ownOf(playwright) || (downloaded() && ownOf(playwright))) {
            return options;
        }
        throw new IllegalStateException("The browser tests need Chromium and found none: install it (Debian: apt-get"
                + " install chromium) or name the program of a Chrome, Edge or Chromium in " + VARIABLE + ".");
    }

    private static Optional<Path> configured() {
        String value = System.getenv(VARIABLE);
        if (value == null || value.isBlank()) {
            return Optional.empty();
        }
        Path program = Path.of(value);
        if (!Files.isExecutable(program)) {
            throw new IllegalStateException(VARIABLE + " names " + program + ", which is not a program.");
        }
        return Optional.of(program);
    }

    private static Optional<Path> installed() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        Stream<Path> onPath = Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(path)
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)));
        return Stream.concat(onPath, ELSEWHERE.stream())
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** On a machine that is ours alone, such as a container of continuous integration. */
    private static Optional<Path> installedNow() {
        boolean debian = Files.isExecutable(Path.of("/usr/bin/apt-get"));
        if (!debian || !"root".equals(System.getProperty("user.name"))) {
            return Optional.empty();
        }
        try (FileChannel file = FileChannel.open(
                Path.of("target", "chromium.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            // Given back with the channel.
            file.lock();
            // The other JVM of the build may have done it meanwhile.
            return installed().or(ChromiumLocator::install);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> install() {
        say("Installing Debian's package " + SHELL + " or chromium for the browser tests ...");
        boolean done = run("apt-get", "update", "-qq") && (install(SHELL) || install("chromium"));
        return done ? installed() : Optional.empty();
    }

    private static boolean install(String name) {
        return run("apt-get", "install", "-y", "-qq", "--no-install-recommends", name);
    }

    private static boolean downloaded() {
        say("Downloading a Chromium through Playwright for the browser tests ...");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classpath = System.getProperty("java.class.path");
        return run(java, "-cp", classpath, "com.microsoft.playwright.CLI", "install", "--with-deps", "chromium")
                || run(java, "-cp", classpath, "com.microsoft.playwright.CLI", "install", "chromium");
    }

    private static boolean ownOf(Playwright playwright) {
        return Files.isExecutable(Path.of(playwright.chromium().executablePath()));
    }

    private static boolean run(String... command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectInput(ProcessBuilder.Redirect.from(new File(File.separatorChar == '/' ? "/dev/null" : "NUL")));
        builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
        try {
            Process process = builder.start();
            if (!process.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while installing a browser", e);
        }
    }

    /** Where a person who waits for the tests sees it. */
    @SuppressWarnings("SystemOut")
    private static void say(String message) {
        TestOutput.tell(message);
    }
}
