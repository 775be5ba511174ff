package io.arpfailover.agent.proxy;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map of so many entries at most: when it is full, the one that was not used for the longest time goes. */
public final class Recent<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;
    private static final int FIRST_ROOM = 16;
    private static final float LOAD = 0.75f;

    private final int most;

    public Recent(int most) {
        super(FIRST_ROOM, LOAD, true);
        this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
    }
}
