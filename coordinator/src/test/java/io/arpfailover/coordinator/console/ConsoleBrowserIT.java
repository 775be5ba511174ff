package io.arpfailover.coordinator.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.coordinator.console.ConsoleSettings.Setting;
import io.arpfailover.coordinator.tenure.Mode;
import io.arpfailover.coordinator.tenure.Switchover;
import io.arpfailover.coordinator.tenure.Switchover.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The console's page in a real browser. */
@Timeout(180)
class ConsoleBrowserIT {
    private static final String EVIL = "</script><img src=x onerror=alert(1)>";

    @TempDir
    private Path directory;

    private Chromium browser;

    @BeforeEach
    void start() throws Exception {
        browser = Chromium.start(Files.createDirectory(directory.resolve("profile")));
    }

    @AfterEach
    void stop() {
        browser.close();
    }

    @Test
    void aFailoverShowsWithoutReloading() throws Exception {
        try (ConsoleLab lab = new ConsoleLab(directory, Map.of())) {
            browser.window(1280, 900, false);
            browser.open(lab.url());
            browser.await("!document.getElementById('empty').hidden");
            browser.text("window.notReloaded = true");
            ConsoleLab.Server a = lab.join("web", "a", "10.77.0.100/24", "");
            ConsoleLab.Server b = lab.join("web", "b", "10.77.0.100/24", "");
            a.hold(Mode.PAIRED, "b", "first", System.currentTimeMillis());
            a.moved(1, "b", EVIL, System.currentTimeMillis(), 0, 2_000, 2_500, 3_000, 4_500);
            browser.await("document.querySelector('.statement').textContent.startsWith('a holds 10.77.0.100/24')");
            browser.await("document.querySelector('.badge').textContent === 'Protected'");
            browser.await("document.querySelector('.moves .cause').textContent === '" + EVIL.replace("/", "\\/") + "'");
            assertEquals("0", browser.text("document.querySelectorAll('img').length"));

            a.lose();
            b.hold(Mode.SOLO, "a", "a was lost", System.currentTimeMillis());
            b.moved(2, "a", "a was lost", System.currentTimeMillis(), 0, 252_341, 254_120, 254_903, 256_480);
            browser.await("document.querySelector('.statement').textContent.startsWith('b holds 10.77.0.100/24')");
            browser.await("document.querySelector('.badge').textContent === 'Not protected'");
            browser.await("document.querySelector('svg.phases').textContent.includes('252.3 ms')");
            browser.await("document.getElementById('news').textContent.includes('b holds now, epoch 2')");
            assertEquals("true", browser.text("window.notReloaded"));

            browser.window(360, 780, true);
            browser.await("document.querySelector('svg.phases').clientWidth < 340");
            assertEquals("360", browser.text("document.documentElement.scrollWidth"), "no sideways scrolling");
            assertClean();
        }
    }

    @Test
    void aSwitchoverIsAskedBackAndItsOutcomeShown() throws Exception {
        try (ConsoleLab lab = new ConsoleLab(directory, Map.of())) {
            ConsoleLab.Server a = lab.join("web", "a", "10.77.0.100/24", "");
            ConsoleLab.Server b = lab.join("web", "b", "10.77.0.100/24", "");
            a.hold(Mode.PAIRED, "b", "first", System.currentTimeMillis());
            b.onIntent(intent -> intent.openSwitchover()
                    .ifPresent(open -> b.later(known -> known.closed(open.ended(Outcome.DONE, "b holds")))));
            browser.open(lab.url() + "#/web");
            browser.click("button", "Switch over to b");
            browser.await("document.getElementById('ask').open");
            assertTrue(a.change(same -> same).switchover().isEmpty(), "the first click only asks");
            browser.click("dialog button", "Move to b now");
            browser.await("document.querySelector('.outcome').textContent === 'Done: b holds'");
            Switchover written = a.change(same -> same).switchover().orElseThrow();
            assertEquals("b", written.to().text());
            assertClean();
        }
    }

    @Test
    void whatIsRefusedIsSaid() throws Exception {
        try (ConsoleLab lab = new ConsoleLab(directory, Map.of())) {
            ConsoleLab.Server a = lab.join("web", "a", "10.77.0.100/24", "");
            lab.join("web", "b", "10.77.0.100/24", "no carrier");
            a.hold(Mode.PAIRED, "b", "first", System.currentTimeMillis());
            browser.open(lab.url() + "#/web");
            browser.click("button", "Switch over to b");
            browser.click("dialog button", "Move to b now");
            browser.await(
                    "document.querySelector('.outcome').textContent.startsWith('Refused: b is not fit: no carrier')");
            browser.click("dialog button", "Close");
            lab.stopServer();
            browser.await("document.body.dataset.link === 'stale'");
            browser.await("document.getElementById('banner').textContent.startsWith('No contact with ZooKeeper')");
            browser.await("[...document.querySelectorAll('#detail .card button')].every((button) => button.disabled)");
            lab.startServer();
            browser.await("document.body.dataset.link === 'live' && document.getElementById('banner').hidden");
        }
    }

    @Test
    void theTokenOpensThePage() throws Exception {
        Path token = Files.writeString(directory.resolve("token"), "0123456789abcdef+/=\n");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        try (ConsoleLab lab = new ConsoleLab(directory, Map.of(Setting.TOKEN_FILE, token.toString()))) {
            browser.open(lab.url());
            browser.await("document.getElementById('token')");
            browser.text("document.getElementById('token').value = 'wrong'");
            browser.click("button", "Open the console");
            browser.await("location.hash === '#wrong' && document.getElementById('wrong').offsetHeight > 0");
            browser.text("document.getElementById('token').value = '0123456789abcdef+/='");
            browser.click("button", "Open the console");
            browser.await("!document.getElementById('empty').hidden");
            assertEquals("", browser.text("document.cookie"), "no script reads the session");
            browser.click("button", "Log out");
            browser.await("document.getElementById('token')");
        }
    }

    /** Neither a script's failure nor a violation of the page's own policy. */
    private void assertClean() {
        List<String> complaints = browser.complaints().stream()
                .filter(line -> !line.contains("NavigationEntryMarkedSkippable"))
                .toList();
        assertEquals(List.of(), complaints);
    }
}
