/** Bytes to values and back. */
package io.arpfailover.agent.wire;
