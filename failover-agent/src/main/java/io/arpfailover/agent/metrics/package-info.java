/**
 * What Prometheus may read of a running agent, over HTTP, where {@code metrics.listen} is set; else nothing here is loaded.
 *
 * <p>The only package that knows Micrometer. It asks the loop as {@code status} does, once for each scrape, and renders
 * the answer on a thread of its own. When the loop does not answer within a second, the scrape says so and leaves out all
 * that only the loop knows: an old value would look like a present one. What happens between two scrapes (moves, calls to
 * ZooKeeper) waits in the {@link io.arpfailover.agent.metrics.Journal}, where the threads that may not wait put it.
 *
 * <pre>
 *   loop, ZooKeeper's threads --moves, times--&gt; Journal --+
 *                                                         +--&gt; Scrape --text--&gt; MetricsServer --HTTP--&gt; Prometheus
 *   loop &lt;--asks, one at a time, 1 s------------ Snapshot +
 * </pre>
 *
 * <p>Not here: what is told to people (log, {@code status}), and any judgement; {@code examples/monitoring} has the alerts.
 */
package io.arpfailover.agent.metrics;
