package io.arpfailover.agent.neighbor;

import java.util.Arrays;

/**
 * Which of many neighbours is due first: a binary heap that knows each one's place in it. Asking costs nothing, a change
 * the logarithm of their number, and neither makes garbage.
 */
final class DeadlineHeap {
    /** The place of a neighbour that has none. */
    static final int OUTSIDE = -1;

    private static final int FIRST_CAPACITY = 16;

    private Neighbor[] heap = new Neighbor[FIRST_CAPACITY];
    private int size;

    /** The earliest deadline of all. */
    long next() {
        return size == 0 ? Neighbor.NEVER : heap[0].deadline;
    }

    /** The one whose deadline is the earliest; only when there is one. */
    Neighbor first() {
        return heap[0];
    }

    /** Gives a neighbour another deadline; NEVER takes it out. */
    void set(Neighbor neighbor, long deadline) {
        if (deadline == Neighbor.NEVER) {
            takeOut(neighbor);
            return;
        }
        if (neighbor.heapIndex == OUTSIDE) {
            append(neighbor);
        }
        neighbor.deadline = deadline;
        down(up(neighbor.heapIndex));
    }

    private void append(Neighbor neighbor) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size + (size >> 1));
        }
        neighbor.deadline = Neighbor.NEVER;
        place(neighbor, size++);
    }

    private void takeOut(Neighbor neighbor) {
        int hole = neighbor.heapIndex;
        neighbor.deadline = Neighbor.NEVER;
        if (hole == OUTSIDE) {
            return;
        }
        neighbor.heapIndex = OUTSIDE;
        Neighbor last = heap[--size];
        heap[size] = null;
        if (hole < size) {
            place(last, hole);
            down(up(hole));
        }
    }

    private int up(int from) {
        int index = from;
        while (index > 0 && isBefore(index, parent(index))) {
            swap(index, parent(index));
            index = parent(index);
        }
        return index;
    }

    private void down(int from) {
        int index = from;
        int child = earlierChild(index);
        while (child < size && isBefore(child, index)) {
            swap(index, child);
            index = child;
            child = earlierChild(index);
        }
    }

    private int earlierChild(int index) {
        int left = 2 * index + 1;
        int right = left + 1;
        return right < size && isBefore(right, left) ? right : left;
    }

    private boolean isBefore(int a, int b) {
        return heap[a].deadline < heap[b].deadline;
    }

    private void swap(int a, int b) {
        Neighbor other = heap[a];
        place(heap[b], a);
        place(other, b);
    }

    private void place(Neighbor neighbor, int index) {
        heap[index] = neighbor;
        neighbor.heapIndex = index;
    }

    private static int parent(int index) {
        return (index - 1) / 2;
    }
}
