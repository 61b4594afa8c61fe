"""The simulated curve: what can be reckoned by hand, and where the writer is the limit."""

import pytest

from bench import curve
from bench.curve import Costs, simulated

EVEN = Costs([3.0], writing=1.0)


def test_one_processor_does_one_thing_after_the_other():
    for workers in (1, 5):
        assert simulated(EVEN, 10, workers, processors=1) == pytest.approx(10 * (3 + 1))


def test_a_worker_of_its_own_goes_on_while_the_writer_writes():
    assert simulated(EVEN, 10, 1) == pytest.approx(10 * 3 + 1)


def test_two_workers_and_the_writer_share_two_processors():
    # 0 to 3 both work; 3 to 4.5 two work and one writes, each at two thirds; and so on.
    assert simulated(EVEN, 4, 2, processors=2) == pytest.approx(9.0)
    assert simulated(EVEN, 100, 2, processors=2) >= 100 * (3 + 1) / 2
    assert simulated(EVEN, 100, 2, processors=2) < 100 * (3 + 1) / 2 * 1.03


def test_more_workers_help_until_the_writer_is_the_limit():
    times = [simulated(EVEN, 300, workers) for workers in (1, 2, 3, 4, 8, 64)]
    assert times == sorted(times, reverse=True)
    assert EVEN.most_workers == 3
    assert times[-1] == pytest.approx(3 + 300)
    assert times[2] == pytest.approx(times[-1], rel=0.02)
    assert times[1] == pytest.approx(300 * 3 / 2, rel=0.02)


def test_the_start_comes_first_and_uneven_work_is_taken_in_turn():
    assert simulated(Costs([1.0, 5.0], 0.5, start=2.0), 4, 1) == pytest.approx(2 + 12 + 0.5)


def test_ten_thousand_on_sixty_four_workers():
    quick = Costs([0.2], writing=0.02)
    assert simulated(quick, 10_000, 64) == pytest.approx(10_000 * 0.02, rel=0.01)
    assert simulated(quick, 10_000, 4) == pytest.approx(10_000 * 0.05, rel=0.01)


def test_the_table_has_a_row_for_each_class(capsys):
    curve.curve("02", Costs([0.6], writing=0.06))
    lines = capsys.readouterr().out.splitlines()
    assert "from 10 workers on" in lines[0]
    assert lines[4].startswith("| 100 | 1.0 | 0.5 |")
    assert lines[7].startswith("| 10,000 | 100.0 | 50.0 | 25.0 | 12.5 | 10.0 | 10.0 | 10.0 |")
