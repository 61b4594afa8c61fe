"""Print the benchmark's tables. From the folder of the project: make bench."""

from __future__ import annotations

import platform
import sys
from importlib.metadata import version

from bench.limits import growth, left_to_the_collector
from bench.pairs import Pair, compare

SCALAR = (
    ("as the user writes it, `nn.MLP`", "fused", 75),
    ("every `*` and `+` a node", "nodes", 18),
    ("inside `train.fit`", "fit", 120),
)
ARRAYS = (
    ("moons100", 6),
    ("digits 64-32-10", 3.3),
    ("784-128-10", 1.6),
    ("conv 1x8x8", 5),
    ("conv 1x28x28", 1.0),
)


BESIDE_PEERS = ("scalar", "arrays", "limits", "checks")
WITH_NOTEBOOKS = ("lessons", "widgets", "grading", "curve")


def main() -> None:
    """Run the parts that are named: scalar, arrays, limits, checks; or those with notebooks.

    Lessons, widgets, grading and curve need Jupyter, nbgrader and a browser, which live in another
    environment than the peers: the Makefile runs those on their own. After lessons, numbers choose
    some of them, and --cells shows each cell.
    """
    given = sys.argv[1:]
    numbers = tuple(word for word in given if word.isdecimal())
    parts = [word for word in given if word not in (*numbers, "--cells")]
    if (numbers or "--cells" in given) and "lessons" not in parts:
        raise SystemExit("Numbers and --cells go with lessons, as in 'lessons 05 --cells'.")
    if unknown := set(parts) - {*BESIDE_PEERS, *WITH_NOTEBOOKS}:
        known = ", ".join((*BESIDE_PEERS, *WITH_NOTEBOOKS))
        raise SystemExit(f"There is no part {', '.join(sorted(unknown))}. The parts are {known}.")
    if "lessons" in parts:
        from bench.lessons import main as lessons

        lessons(numbers, "--cells" in given)
    if "widgets" in parts:
        from bench.widgets import main as widgets

        widgets()
    if "grading" in parts:
        from bench.grading import main as grading

        grading()
    if "curve" in parts:
        from bench.curve import main as curve

        curve()
    parts = [part for part in BESIDE_PEERS if part in parts or not parts]
    if parts:
        running = platform.python_version()
        print(f"Python {running}, one thread, processor time, medians of ratios\n")
    for part in parts:
        {"scalar": scalar, "arrays": arrays, "limits": limits, "checks": checks}[part]()


def scalar() -> None:
    """Compare with micrograd on its own demo."""
    print(f"micrograd {version('micrograd')}'s demo: [2, 16, 16, 1], 100 moons, hinge and L2\n")
    print("| microkit | times as fast (lowest to highest) | goal | memory | largest difference |")
    print("|---|---|---|---|---|")
    for words, who, goal in SCALAR:
        pair = compare("scalar:demo", who, "micrograd")
        memory = pair.first_memory / pair.second_memory
        print(
            f"| {words} | {_ratio(pair)} | {goal} | {memory:.2f} of micrograd's "
            f"| {pair.difference:.0e} |",
            flush=True,
        )
    print()


def arrays() -> None:
    """Compare with PyTorch eager, and with the backward written by hand."""
    print(f"PyTorch {version('torch')} eager, `torch.nn` and `optim.SGD`, float32\n")
    print("| network | times PyTorch | goal | of the speed by hand | goal | microseconds a step |")
    print("|---|---|---|---|---|---|")
    from bench.arrays import NETS

    for name, goal in ARRAYS:
        torch = compare(f"arrays:{name}", "microkit", "torch")
        hand = compare(f"arrays:{name}", "microkit", "by hand")
        micro = torch.first / NETS[name].steps * 1e6
        print(
            f"| {name} | {_ratio(torch)} | {goal} | {hand.ratio:.2f} | 0.85 | {micro:.0f} |",
            flush=True,
        )
        if max(torch.difference, hand.difference) > 1e-4:
            print("  (the losses differ: the sides do not do the same work)")
    print()


def limits() -> None:
    """Show growth, and freedom from cycles."""
    print("| nodes in a graph | microseconds a node, forward and backward |")
    print("|---|---|")
    for size, micro in growth():
        print(f"| {size:,} | {micro:.2f} |", flush=True)
    print(f"\nObjects that a dropped graph leaves to the collector: {left_to_the_collector()}\n")


def checks() -> None:
    """Show the time of a check: a pass, and the slowest wrong idea, which is searched for."""
    from bench.checking import check_times

    print("| check | a pass, ms | a wrong idea at most, ms | goal |")
    print("|---|---|---|---|")
    for name, passed, wrong in check_times():
        goal = 50 if int(name[:2]) <= 8 and not name.endswith("learns") else 2000
        print(f"| {name} | {passed:.1f} | {wrong:.0f} | {goal} |", flush=True)
    print()


def _ratio(pair: Pair) -> str:
    return f"**{pair.ratio:.1f}** ({pair.low:.1f} to {pair.high:.1f})"


if __name__ == "__main__":
    main()
