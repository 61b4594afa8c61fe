"""A Dask cluster of processes on this machine, some of which are killed."""

from __future__ import annotations

import os
import weakref
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from distributed import Client, LocalCluster, versions
from support import grading_work as work
from support.dask_cluster import PATIENCE, Cluster, a_cluster
from support.grading_work import runs, seen
from support.servers import HOST, free_port

from microkit.course.errors import CourseError
from microkit.course.grade.book import journal
from microkit.course.grade.engine import cluster as engine_cluster
from microkit.course.grade.engine import cluster_pool as engine_dask
from microkit.course.grade.engine.attempt import AHEAD, MOST_DEATHS, Work
from microkit.course.grade.engine.engine import spread
from microkit.course.grade.task import Task


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A cluster with two workers, which are started again when they die."""
    folder = tmp_path_factory.mktemp("cluster")
    (folder / "closed").mkdir()
    with pytest.MonkeyPatch.context() as patch, a_cluster(folder) as cluster:
        patch.setenv("CLOSED", str(folder / "closed"))
        cluster.worker()
        cluster.worker()
        cluster.wait_for(2)
        yield cluster


def test_every_task_comes_back_once_and_each_worker_does_one_at_a_time(cluster: Cluster) -> None:
    workers = set(cluster.wait_for(2).values())
    with spread(work.look, work.tasks(60), scheduler=cluster.address) as results:
        done = list(results)
    assert sorted(int(graded.student) for graded in done) == list(range(60))
    assert {graded.trouble for graded in done} == {""}  # such as "two tasks at once"
    assert {seen(graded, "parent") for graded in done} == workers
    processes = {seen(graded) for graded in done}
    assert len({(seen(graded), seen(graded, "thread")) for graded in done}) == 2 == len(processes)
    assert not any(runs(process) for process in processes)


def test_the_same_task_twice_is_done_twice(cluster: Cluster) -> None:
    with spread(work.look, [next(work.tasks(1))] * 5, scheduler=cluster.address) as results:
        assert [graded.student for graded in results] == ["0"] * 5


def test_processes_close_in_the_thread_that_works(cluster: Cluster) -> None:
    with spread(work.look, work.tasks(20), scheduler=cluster.address, close=work.close) as results:
        places = {f"{seen(graded)} {seen(graded, 'thread')}" for graded in results}
    closed = Path(os.environ["CLOSED"])
    assert places <= {file.name for file in closed.iterdir()}


def test_the_process_of_another_run_goes_on(cluster: Cluster, tmp_path: Path) -> None:
    begun = work.Begun(tmp_path)
    waiting = work.tasks(3, tmp_path)
    with spread(work.wait, waiting, scheduler=cluster.address) as results:
        assert next(results).student == "0"
        begun.processes(1)
        with spread(work.wait, [], scheduler=cluster.address) as nothing:
            assert list(nothing) == []
        begun.let_go()
        assert {(graded.student, graded.trouble) for graded in results} == {("1", ""), ("2", "")}


def test_a_task_that_does_not_end_is_trouble(cluster: Cluster, tmp_path: Path) -> None:
    _kept = work.Begun(tmp_path)
    tasks = list(work.tasks(9, tmp_path))
    tasks[5] = replace(tasks[5], seconds=-1.45)  # two seconds in all
    with spread(work.wait_once, tasks, scheduler=cluster.address) as results:
        done = {graded.student: graded.trouble for graded in results}
    assert "had not ended after" in done.pop("5")
    assert set(done) == set("01234678")
    assert set(done.values()) == {""}


def test_an_exception_of_the_grader_is_the_trouble_of_its_task(cluster: Cluster) -> None:
    with spread(work.fail, work.tasks(8), scheduler=cluster.address) as results:
        troubles = {graded.student: graded.trouble for graded in results}
    assert "ZeroDivisionError: a slip of the grader" in troubles.pop("5")
    assert len(troubles) == 7
    assert set(troubles.values()) == {""}


def test_leaving_it_takes_back_what_waits_and_ends_what_is_done(
    cluster: Cluster, tmp_path: Path
) -> None:
    begun = work.Begun(tmp_path)
    with (  # noqa: PT012
        pytest.raises(KeyboardInterrupt),
        spread(work.wait, work.tasks(50, tmp_path), scheduler=cluster.address) as results,
    ):
        next(results)
        assert len(processes := begun.processes(2)) == 2
        raise KeyboardInterrupt
    assert not any(runs(process) for process in processes)
    with Client(cluster.address, timeout=PATIENCE, set_as_default=False) as client:
        assert client.run_on_scheduler(work.held) == []
    with spread(work.look, work.tasks(9), scheduler=cluster.address) as results:
        assert {graded.trouble for graded in results} == {""}


def test_tasks_are_taken_when_there_is_room_for_them(cluster: Cluster) -> None:
    alive: weakref.WeakSet[Task] = weakref.WeakSet()
    most_here = most_there = 0
    taken = 0

    def watched() -> Iterator[Task]:
        nonlocal taken
        for task in work.tasks(300, notebook="x" * 10_000):
            alive.add(task)
            taken += 1
            yield task

    with spread(work.look, watched(), scheduler=cluster.address) as results:
        assert taken == 0
        for number, graded in enumerate(results, start=1):
            assert taken < number + 2 * AHEAD
            most_here = max(most_here, len(alive))
            most_there = max(most_there, seen(graded, "tasks"))
    assert taken == 300
    assert 0 < most_here < 20 * AHEAD
    assert 0 < most_there < 20 * AHEAD


@pytest.mark.parametrize(
    ("deadly", "deaths", "said"),
    [
        (work.die_always, MOST_DEATHS, f"{MOST_DEATHS} times (Killed)"),
        (work.end_every_worker, 4, "again and again"),
    ],
)
def test_a_task_that_kills_comes_back_as_trouble(
    deadly: Work, deaths: int, said: str, cluster: Cluster, tmp_path: Path
) -> None:
    with spread(deadly, work.tasks(9, tmp_path), scheduler=cluster.address) as results:
        done = {graded.student: graded.trouble for graded in results}
    assert f"ended its worker process {said}" in done.pop("5")
    assert set(done) == set("01234678")
    assert set(done.values()) == {""}
    assert len((tmp_path / "deaths").read_text()) == deaths


def test_nothing_is_lost_or_done_twice_when_a_worker_is_killed(cluster: Cluster) -> None:
    others = set(cluster.wait_for(2).values())
    victim = cluster.worker("--no-nanny").pid
    assert set(cluster.wait_for(3).values()) == {*others, victim}
    with spread(
        work.end_worker, work.tasks(100, str(victim)), scheduler=cluster.address
    ) as results:
        done = list(results)
    assert sorted(int(graded.student) for graded in done) == list(range(100))
    assert {graded.trouble for graded in done} == {""}
    assert victim not in cluster.wait_for(2).values()
    assert {seen(graded, "parent") for graded in done} <= others


def test_a_scheduler_that_goes_is_one_sentence(tmp_path: Path, capfd) -> None:
    with a_cluster(tmp_path) as cluster:
        cluster.worker()
        cluster.wait_for(1)
        with (  # noqa: PT012
            pytest.raises(CourseError, match="goes on where it stopped"),
            spread(work.look, work.tasks(1000), scheduler=cluster.address) as results,
        ):
            for graded in results:
                if graded.student == "20":
                    cluster.scheduler.kill()
    assert capfd.readouterr() == ("", "")


def test_no_scheduler_is_one_sentence(monkeypatch: pytest.MonkeyPatch, capfd) -> None:
    monkeypatch.setattr(engine_cluster, "PATIENCE", 0.2)
    with (
        pytest.raises(CourseError, match=r"no Dask scheduler to be reached at tcp://.*Start one"),
        spread(work.look, [], scheduler=f"tcp://{HOST}:{free_port()}"),
    ):
        pass
    monkeypatch.setattr(engine_cluster, "Client", None)  # it would wait long in order to close
    for address in ("", "nonsense", "what://nonsense:1"):
        with pytest.raises(CourseError, match="scheduler"), spread(work.look, [], 1, address):
            pass
    assert capfd.readouterr() == ("", "")


def test_no_workers_are_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_cluster, "PATIENCE", 0.2)
    with LocalCluster(n_workers=0, processes=False, dashboard_address=":0") as empty:
        address = empty.scheduler_address
        with (
            pytest.raises(CourseError, match="has no workers"),
            spread(work.look, [], scheduler=address),
        ):
            pass


def test_workers_that_do_not_come_back_are_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_dask, "PATIENCE", 0.2)
    monkeypatch.setattr(engine_dask, "A_MOMENT", 0.2)
    with a_cluster(tmp_path) as cluster:
        worker = cluster.worker("--no-nanny")
        cluster.wait_for(1)
        with (  # noqa: PT012
            pytest.raises(CourseError, match="no worker for"),
            spread(work.look, work.tasks(1000), scheduler=cluster.address) as results,
        ):
            for graded in results:
                if graded.student == "20":
                    worker.kill()


def test_other_versions_are_refused(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    def changed(package: str, version: str | None) -> None:
        real = versions.get_versions

        def get_versions(packages=None):
            found = real(packages)
            return {**found, "packages": {**found["packages"], package: version}}

        monkeypatch.setattr(versions, "get_versions", get_versions)

    for package, ours in (("microkit", "0.0.1"), ("python", "3.99.1.final.0")):
        with monkeypatch.context():
            changed(package, ours)
            with (
                pytest.raises(CourseError, match=f"has {package} .*this machine has {ours[:6]}"),
                spread(work.look, [], scheduler=cluster.address),
            ):
                pass


def test_workers_with_other_files_of_the_kit_are_refused(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Another:
        """Is another kit here, and the real one wherever it is sent."""

        def __call__(self) -> str:
            return "another"

        def __reduce__(self):
            return getattr, (journal, "kit_fingerprint")

    monkeypatch.setattr(engine_cluster, "kit_fingerprint", Another())
    with (
        pytest.raises(CourseError, match=r"worker tcp://.* has other files of microkit"),
        spread(work.look, [], scheduler=cluster.address),
    ):
        pass
