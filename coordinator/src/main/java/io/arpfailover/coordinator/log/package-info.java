/**
 * The log of both programs: what slf4j hands over becomes one line on the standard error.
 *
 * <p>It replaces a logging library, of which these programs would use a hundredth: there is one place to write to, and
 * who stores, rotates and forwards lines is the journal's business. Below systemd a line begins with its priority
 * (sd-daemon(3)) and has no time of its own, since the journal keeps both; elsewhere it begins with time and level. In
 * JSON it is one object, with the {@code key=value} pairs of the message as fields.
 *
 * <pre>
 *   2026-01-01T00:00:00.000Z INFO arp-failover - stage=HOLDING from=CLAIMING     elsewhere
 *   &lt;6&gt;arp-failover - stage=HOLDING from=CLAIMING                              below systemd
 *   {"time":"...","level":"INFO","logger":"arp-failover","message":"...","stage":"HOLDING","from":"CLAIMING"}
 * </pre>
 *
 * Not in it: files, colours, levels to configure while it runs. The levels are those of {@link
 * io.arpfailover.coordinator.log.Levels}.
 */
package io.arpfailover.coordinator.log;
