package io.arpfailover.agent.inspect;

/** What becomes of the judgement of frames. */
public enum InspectionMode {
    /** Frames are not looked at. */
    OFF,
    /** Frames are judged and what is found is told; all of them count as passed. */
    LOG,
    /** A frame that is denied is not to be learned from, answered or believed. */
    ENFORCE
}
