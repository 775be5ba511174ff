"""Sets of time as sorted lists of (begin, end): what the measures are made of."""


def true_between(changes, end):
    """The times at which a value was true, from its changes (time, value) in order, until `end`."""
    found = []
    for (begin, value), (following, _) in zip(changes, [*changes[1:], (end, False)]):
        if value and following > begin:
            found.append((begin, following))
    return found


def common(left, right):
    """The times in both."""
    found = []
    for a_begin, a_end in left:
        for b_begin, b_end in right:
            begin, end = max(a_begin, b_begin), min(a_end, b_end)
            if begin < end:
                found.append((begin, end))
    return sorted(found)


def without(intervals, begin, end):
    """The times outside one interval."""
    return common(intervals, [(float("-inf"), begin), (end, float("inf"))])


def length(intervals):
    return sum(end - begin for begin, end in intervals)
