/**
 * Network namespaces for tests: real links, real addresses and rules, which touch nothing of the machine's own.
 *
 * <p>{@link io.arpfailover.agent.netns.NetnsLab} makes them and takes them away again. Tests that use it are named
 * {@code *NetnsIT} or {@code *EndToEndIT}, need root, and fail where they cannot run.
 */
package io.arpfailover.agent.netns;
