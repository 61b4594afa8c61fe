"""One machine: every task once, whatever happens to the processes."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import grading_work as work
from support.grading_work import runs, seen

from microkit.course.errors import CourseError
from microkit.course.grade.engine import own_process
from microkit.course.grade.engine import process as engine_process
from microkit.course.grade.engine.attempt import AHEAD, MOST_DEATHS, Work
from microkit.course.grade.engine.engine import available_processors, spread
from microkit.course.grade.task import Graded, Task

TESTS = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder where `work.close` leaves a file for each process."""
    folder = tmp_path / "closed"
    folder.mkdir()
    monkeypatch.setenv("CLOSED", str(folder))
    return folder


def test_every_task_comes_back_once_from_processes_that_end(closed: Path) -> None:
    with spread(work.look, work.tasks(40), workers=2, close=work.close) as results:
        done = list(results)
    assert sorted(int(graded.student) for graded in done) == list(range(40))
    assert {graded.lesson for graded in done} == {"02_one_step_back"}
    processes = {seen(graded) for graded in done}
    assert 1 <= len(processes) <= 2
    assert os.getpid() not in processes
    assert {seen(graded, "one_thread") for graded in done} == {"1"}
    assert not any(runs(process) for process in processes)


def test_a_process_works_and_closes_in_one_thread(closed: Path) -> None:
    with spread(work.look, work.tasks(20), workers=2, close=work.close) as results:
        places = {f"{seen(graded)} {seen(graded, 'thread')}" for graded in results}
    names = {file.name for file in closed.iterdir()}
    assert 1 <= len(places) <= len(names) <= 2
    assert places <= names


def test_one_worker_is_one_process(closed: Path) -> None:
    with spread(work.look, work.tasks(3), workers=1, close=work.close) as results:
        done = [(graded.student, seen(graded)) for graded in results]
    assert [student for student, _ in done] == ["0", "1", "2"]
    assert len({process for _, process in done} - {os.getpid()}) == 1
    assert len(list(closed.iterdir())) == 1


def test_no_tasks_give_no_results() -> None:
    with spread(work.look, [], workers=2) as results:
        assert list(results) == []


def test_there_are_as_many_workers_as_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("microkit.course.grade.engine.engine.available_processors", lambda: 1)
    with spread(work.look, work.tasks(20)) as results:
        assert len({seen(graded) for graded in results}) == 1
    assert available_processors() >= 1


def test_a_task_whose_process_is_killed_is_done_by_another(tmp_path: Path) -> None:
    with spread(work.die_once, work.tasks(30, tmp_path), workers=2) as results:
        done = list(results)
    assert (tmp_path / "died").exists()
    assert sorted(int(graded.student) for graded in done) == list(range(30))
    assert {graded.trouble for graded in done} == {""}
    processes = {seen(graded) for graded in done}
    assert not any(runs(process) for process in processes)


def test_a_task_that_kills_every_process_comes_back_as_trouble(tmp_path: Path) -> None:
    with spread(work.die_always, work.tasks(12, tmp_path), workers=2) as results:
        done = {graded.student: graded for graded in results}
    assert len(done) == 12
    trouble = done.pop("5").trouble
    assert f"ended its worker process {MOST_DEATHS} times (Killed)" in trouble
    assert {graded.trouble for graded in done.values()} == {""}
    assert (tmp_path / "deaths").read_text() == "x" * MOST_DEATHS


@pytest.mark.parametrize(("never", "workers"), [(work.wait_once, 1), (work.wait_on, 2)])
def test_a_task_that_does_not_end_comes_back_as_trouble(
    never: Work, workers: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _kept = work.Begun(tmp_path)
    monkeypatch.setattr(own_process, "PATIENCE", 0.1)
    monkeypatch.setattr(
        own_process, "most_seconds", lambda task: 0.1 if task.student == "5" else 60.0
    )
    with spread(never, work.tasks(9, tmp_path), workers=workers) as results:
        done = {graded.student: graded.trouble for graded in results}
    assert "had not ended after" in done.pop("5")
    assert set(done) == set("01234678")
    assert set(done.values()) == {""}


def test_the_task_after_an_interrupted_one_gets_its_own_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = own_process._exchange
    own = own_process.OwnProcess(work.look, None)
    own.alive()

    def interrupted(process: subprocess.Popen[bytes], message: bytes, seconds: float) -> None:
        monkeypatch.setattr(own_process, "_exchange", real)
        assert process.stdin is not None
        process.stdin.write(message)
        process.stdin.flush()
        raise KeyboardInterrupt

    monkeypatch.setattr(own_process, "_exchange", interrupted)
    one, another = work.tasks(2)
    with pytest.raises(KeyboardInterrupt):
        own.do(one)
    assert own.do(another).student == "1"
    own.close()


def test_a_task_that_listens_to_nobody_is_ended_with_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = work.Begun(tmp_path)
    monkeypatch.setattr(own_process, "PATIENCE", 0.1)
    with (  # noqa: PT012
        pytest.raises(KeyboardInterrupt),
        spread(work.wait_on, work.tasks(6, tmp_path), workers=2) as results,
    ):
        next(results)
        processes = begun.processes(1)
        raise KeyboardInterrupt
    assert not any(runs(process) for process in processes)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not keep to this limit")
def test_a_task_that_needs_too_much_memory_comes_back_as_trouble() -> None:
    with spread(work.hoard, work.tasks(8), workers=2) as results:
        troubles = {graded.student: graded.trouble for graded in results}
    assert "MemoryError" in troubles.pop("5")
    assert set(troubles.values()) == {""}


@pytest.mark.parametrize("workers", [1, 2])
def test_an_exception_of_the_grader_is_the_trouble_of_its_task(workers: int) -> None:
    with spread(work.fail, work.tasks(8), workers=workers) as results:
        troubles = {graded.student: graded.trouble for graded in results}
    assert "ZeroDivisionError: a slip of the grader" in troubles.pop("5")
    assert set(troubles) == {"0", "1", "2", "3", "4", "6", "7"}
    assert set(troubles.values()) == {""}


def test_tasks_are_taken_when_there_is_room_for_them() -> None:
    taken = []

    def slowly() -> Iterator[Task]:
        for task in work.tasks(100):
            taken.append(task.student)
            yield task

    with spread(work.look, slowly(), workers=2) as results:
        assert taken == []
        for number, _ in enumerate(results, start=1):
            assert len(taken) < number + 2 * AHEAD
    assert len(taken) == 100


@pytest.mark.parametrize("workers", [1, 2])
def test_a_thousand_tasks_need_no_more_memory_than_ten(workers: int) -> None:
    alive: weakref.WeakSet[Task | Graded] = weakref.WeakSet()
    most_here = most_there = 0

    def watched() -> Iterator[Task]:
        for task in work.tasks(1000, notebook="x" * 10_000):
            alive.add(task)
            yield task

    with spread(work.look, watched(), workers=workers) as results:
        for graded in results:
            most_here = max(most_here, len(alive))
            most_there = max(most_there, seen(graded, "tasks"))
    assert 0 < most_here <= AHEAD * workers + 2
    assert 0 < most_there <= 2


def test_an_error_of_the_reader_ends_what_is_under_way(tmp_path: Path, closed: Path) -> None:
    begun = work.Begun(tmp_path)
    with (  # noqa: PT012
        pytest.raises(KeyError, match="the reader"),
        spread(work.wait, work.tasks(10, tmp_path), workers=2, close=work.close) as results,
    ):
        next(results)
        processes = begun.processes(2)
        assert all(runs(process) for process in processes)
        raise KeyError("the reader")
    assert not any(runs(process) for process in processes)
    assert {int(file.name.split()[0]) for file in closed.iterdir()} == processes


def test_ctrl_c_stops_at_once_and_leaves_nothing(tmp_path: Path, closed: Path) -> None:
    begun = work.Begun(tmp_path)
    program = f"""
import signal
from support import grading_work as work
from support.grading_work import runs, seen
from microkit.course.grade.engine.engine import spread
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have had it ignored
try:
    with spread(work.wait, work.tasks(10, {str(tmp_path)!r}), workers=2, close=work.close) as done:
        for graded in done:
            print(graded.student, flush=True)
except KeyboardInterrupt:
    print("stopped")
"""
    with subprocess.Popen(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(TESTS)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        process_group=0,  # a terminal sends Ctrl+C to a whole group
    ) as command:
        try:
            processes = begun.processes(2)
            os.killpg(command.pid, signal.SIGINT)
            assert command.communicate(timeout=60) == ("0\nstopped\n", "")
        finally:
            command.kill()
    assert command.returncode == 0
    assert not any(runs(process) for process in processes)
    assert {int(file.name.split()[0]) for file in closed.iterdir()} == processes


def test_a_process_that_cannot_start_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_process, "one_thread_each", lambda environment: {})
    monkeypatch.setattr(sys, "path", [])
    with (
        pytest.raises(CourseError, match=r"No worker process can be started here \(.*Error: "),
        spread(work.look, work.tasks(3), workers=2) as results,
    ):
        list(results)


def test_tasks_and_results_are_plain_data() -> None:
    task = next(work.tasks(1))
    assert pickle.loads(pickle.dumps(task)) == task
    assert pickle.loads(pickle.dumps(work.look(task))).student == "0"
