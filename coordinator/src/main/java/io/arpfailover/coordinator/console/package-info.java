/**
 * The console: a web page of all clusters and the HTTP interface it uses, served by the JDK's own server.
 *
 * <p>Not a second source of truth: it shows the records of ZooKeeper as one {@link
 * io.arpfailover.coordinator.zookeeper.ClusterFeed} tells them, and writes what an administrator at the page wants, as
 * the commands of {@code cli} do. No lease rests on it, and nothing fails when it is away.
 *
 * <pre>
 *   ZooKeeper --ClusterFeed--&gt; Board --one EventStream per reader--&gt; GET /api/events (server-sent events)
 *                                |-------------------------------&gt; GET /api/clusters
 *   request --&gt; Gate (Host, token or session, origin) --&gt; Routes --&gt; Pages (files) | Wishes (POST)
 * </pre>
 *
 * <p>What stands in the records was written by others: it leaves here as JSON, clipped, and the page shows it as text
 * alone. Requests, sessions, readers and failed logins are bounded; a request that is too much is refused with one line.
 */
package io.arpfailover.coordinator.console;
