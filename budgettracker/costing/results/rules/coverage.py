"""How often an interval held the true mean in invented worlds of a run's shape: it is offered where that is often enough.

A world has families and lead workers, log-normal costs of a spread, a share of families at nothing, and an intra-class
correlation: a worker's factor multiplies the cost of all their families. The shares below were simulated (4,000 worlds a
shape between workers, 2,000 with the bootstrap). `tests/costing/test_results_coverage.py` makes them again, and holds what
is offered by them against the truth.

A run's own spread and correlation are estimates. A sample that happens to look narrow, or whose workers happen to look
unlike, is the very one whose interval is too short: to offer by the estimates themselves chooses the intervals that miss.
So the spread counts with an upper limit that one sample in a thousand exceeds, and the correlation as 0.2 unless it is surely
more. Where even that limit does not tell one spread that was made from the next, the wider one counts.
"""

from collections.abc import Sequence
from functools import cache
from math import log, sqrt
from typing import NamedTuple

from budgettracker.costing.results.kinds import Method

SPREADS = (0.25, 0.5, 0.75, 1.0, 1.25)
"""Standard deviations of the logarithm of cost, families at nothing apart."""
ZEROS = (0.0, 0.3, 0.6)
ALIKE = (0.0, 0.05, 0.2, 0.4)
ENOUGH = {Method.CLUSTERS: 911, Method.BCA: 908}
"""Thousandths: 92%, less two standard errors of the simulation."""
WIDE = 970
"""Above this share an interval is wider than it says."""
SURE_OF_SPREAD = 0.999
"""How sure the upper limit of a spread is: so few samples look narrower than they are that none of a thousand worlds shows it."""
SURE = 0.95
"""How sure the lower limit of a correlation is."""
TOLD_APART, BLURRED = 100, 0.75
"""From so many families on a spread of 0.5 is told from one of 0.75; with fewer the next wider one counts instead of the latter."""
LIKELY = 0.8
"""How sure the upper limit of the correlation is by which families may be resampled as if they were not alike."""
ASSUMED_ALIKE = 0.2
"""The correlation that intervals between workers must bear, whatever the run's own looks like."""


class Alike(NamedTuple):
    """Between which limits the correlation of a run's families lies: the lower 95% sure, the upper 80%, each one-sided."""

    low: float
    high: float


def coverage(method: Method, clusters: int, values: Sequence[float], alike: Alike) -> int | None:
    """The share of worlds, in thousandths, in which such an interval held the truth: the lowest up to the values' own spread.

    None where the values are spread wider, more often nothing or more alike than in any world that was made, or below 0.
    """
    above = [value for value in values if value > 0]
    if len(above) < 2 or min(values) < 0:
        return None
    zeros = 1 - len(above) / len(values)
    return share(method, len(values), clusters, widest_spread(log_deviation(above), len(above)), zeros, alike)


def share(method: Method, families: int, clusters: int, spread: float, zeros: float, alike: Alike) -> int | None:
    """The share of worlds of a shape in thousandths, for all spreads up to one; None where no such world was made.

    Between workers a correlation up to 0.2 is always reckoned with, and a larger one where it surely is; families are
    resampled by the upper limit of their own.
    """
    correlation = alike.high if method is Method.BCA else max(ASSUMED_ALIKE, alike.low)
    if families < TOLD_APART and _level(SPREADS, spread) == SPREADS.index(BLURRED):
        spread = SPREADS[SPREADS.index(BLURRED) + 1]
    levels = (_level(SPREADS, spread), _level(ZEROS, zeros), _level(ALIKE, correlation))
    shapes = [shape for shape in SIMULATED[method] if shape[0] <= families and shape[1] <= clusters]
    if None in levels or not shapes:
        return None
    widest, *place = levels
    # The shape with most workers of those that are no larger than the run, then with most families.
    shares = _shares(method, max(shapes, key=lambda shape: (shape[1], shape[0])))
    return min(shares[at, *place] for at in range((widest or 0) + 1)) or None


@cache
def _shares(method: Method, shape: tuple[int, int]) -> dict[tuple[int | None, ...], int]:
    """The shares of a shape by the places of spread, share at nothing and correlation."""
    numbers = iter(SIMULATED[method][shape].split())
    places = [(a, b, c) for a in range(len(SPREADS)) for b in range(len(ZEROS)) for c in range(len(ALIKE))]
    return {place: int(next(numbers)) for place in places}


def _level(levels: Sequence[float], value: float) -> int | None:
    """The place of the lowest level that is not below a value; None above the highest."""
    return next((at for at, level in enumerate(levels) if value <= level), None)


def log_deviation(above: Sequence[float]) -> float:
    """The standard deviation of the logarithms of costs above nothing."""
    logs = [log(value) for value in above]
    mean = sum(logs) / len(logs)
    return sqrt(sum((each - mean) ** 2 for each in logs) / (len(logs) - 1))


def widest_spread(deviation: float, number: int) -> float:
    """The upper limit of the spread of which so many logarithms are a sample: by chi-squared, 99.9% sure."""
    # scipy takes a second to load: only who asks for an interval waits for it.
    from scipy.stats import chi2

    return deviation * sqrt((number - 1) / float(chi2.ppf(1 - SURE_OF_SPREAD, number - 1)))


SIMULATED: dict[Method, dict[tuple[int, int], str]] = {
    Method.CLUSTERS: {
        (40, 5): (
            "950 949 945 942 949 947 923 886 949 939 861 0 948 938 931 921 946 943 905 833 "
            "944 924 824 0 939 936 910 847 940 922 862 0 928 901 680 0 917 912 848 0 "
            "915 888 758 0 902 840 0 0 890 871 0 0 882 839 0 0 866 754 0 0"
        ),
        (100, 5): (
            "948 949 947 947 949 942 924 890 951 928 866 0 949 945 944 920 950 937 911 840 "
            "942 922 842 0 948 936 922 838 949 932 879 0 948 910 716 0 928 921 865 0 "
            "930 909 773 0 927 858 0 0 918 898 0 0 922 866 0 0 904 790 0 0"
        ),
        (40, 10): (
            "946 944 942 942 948 949 934 897 950 936 875 0 946 943 933 923 945 936 915 849 "
            "944 922 835 0 926 921 914 852 938 916 876 0 915 887 684 0 901 895 856 0 "
            "913 877 754 0 884 831 0 0 866 843 0 0 860 826 0 0 834 734 0 0"
        ),
        (100, 10): (
            "950 956 946 940 951 948 929 896 950 932 871 0 948 946 939 923 950 944 918 844 "
            "944 930 840 0 936 940 924 862 943 927 882 0 933 914 717 0 929 913 866 0 "
            "927 912 780 0 917 869 0 0 903 881 0 0 889 862 0 0 880 780 0 0"
        ),
        (400, 10): (
            "952 954 948 944 946 944 926 893 951 940 886 0 954 949 944 925 955 939 925 863 "
            "949 932 841 0 946 942 927 868 951 931 898 0 952 918 750 0 941 933 877 0 "
            "940 923 804 0 940 886 0 0 930 910 0 0 932 894 0 0 920 834 0 0"
        ),
        (40, 15): (
            "951 946 943 942 946 952 937 908 950 938 888 0 938 944 933 914 948 941 921 857 "
            "939 923 846 0 917 923 905 861 922 918 875 0 918 892 720 0 904 896 853 0 "
            "899 880 758 0 881 838 0 0 866 850 0 0 853 815 0 0 822 738 0 0"
        ),
        (100, 15): (
            "948 956 947 944 953 946 936 904 950 944 888 0 954 944 937 934 951 943 923 867 "
            "952 932 860 0 928 934 915 875 937 930 890 0 931 905 735 0 926 911 876 0 "
            "927 904 803 0 915 874 0 0 908 880 0 0 901 854 0 0 877 790 0 0"
        ),
        (400, 15): (
            "950 946 954 947 942 950 936 911 952 942 898 0 944 948 947 934 951 946 932 873 "
            "953 936 863 0 945 938 932 887 940 932 906 0 940 916 765 0 940 938 897 0 "
            "942 925 817 0 936 901 0 0 920 912 0 0 921 897 0 0 912 829 0 0"
        ),
    },
    Method.BCA: {
        (40, 20): (
            "934 928 912 890 949 946 909 862 947 940 900 0 934 925 906 872 948 930 902 840 "
            "948 912 859 0 914 908 870 830 930 916 866 0 926 903 772 0 898 891 830 0 "
            "906 879 788 0 894 863 0 0 886 850 0 0 870 837 0 0 868 801 0 0"
        ),
        (100, 20): (
            "949 912 851 754 956 911 850 742 953 918 828 0 944 902 848 729 946 914 836 716 "
            "944 916 796 0 944 895 823 708 930 902 811 0 934 884 708 0 926 894 774 0 "
            "912 887 725 0 926 878 0 0 905 850 0 0 894 841 0 0 894 804 0 0"
        ),
        (400, 20): (
            "948 838 624 503 944 833 624 469 946 836 640 0 948 820 621 489 942 826 606 439 "
            "938 822 568 0 942 838 616 454 952 816 579 0 940 841 532 0 932 818 565 0 "
            "928 820 528 0 942 795 0 0 922 790 0 0 924 778 0 0 924 732 0 0"
        ),
        (100, 40): (
            "944 932 892 860 947 949 894 858 954 942 886 0 946 928 907 848 947 939 904 833 "
            "946 934 874 0 942 931 880 820 936 925 860 0 931 922 792 0 918 898 844 0 "
            "928 898 810 0 929 880 0 0 906 882 0 0 905 880 0 0 892 832 0 0"
        ),
        (400, 40): (
            "949 888 744 648 938 899 746 636 957 910 736 0 944 892 752 623 950 894 751 606 "
            "946 899 730 0 960 890 744 600 945 894 724 0 946 876 666 0 932 894 708 0 "
            "942 878 682 0 940 864 0 0 932 853 0 0 924 844 0 0 923 814 0 0"
        ),
        (400, 60): (
            "950 912 815 703 950 916 820 702 952 911 792 0 940 912 819 709 941 920 798 700 "
            "958 922 776 0 948 896 804 684 945 910 802 0 928 901 727 0 929 879 774 0 "
            "934 902 736 0 931 884 0 0 926 872 0 0 923 858 0 0 918 842 0 0"
        ),
    },
}
"""Method -> families and lead workers -> thousandths by spread, share at nothing, correlation; 0 where no such world is."""
