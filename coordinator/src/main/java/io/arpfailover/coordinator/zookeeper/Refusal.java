package io.arpfailover.coordinator.zookeeper;

import io.arpfailover.coordinator.tenure.NodeName;

/**
 * What an agent that may not join leaves for those that are in.
 *
 * @param why as the refused one sees it: "here" is there
 */
record Refusal(NodeName node, String why) {}
