"""The commands of `microkit`. Each imports what it needs when it runs, so that help is quick."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from microkit import __version__
from microkit.course.errors import CourseError
from microkit.course.folder import find_course

app = typer.Typer(
    help="A teaching kit for automatic differentiation and neural networks.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _tell_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"microkit {__version__}")
        raise typer.Exit


@app.callback()
def _microkit(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_tell_version, is_eager=True, help="Say which it is."),
    ] = False,
) -> None:
    """Keep the commands apart, also while there is only one."""


@app.command()
def build(
    lessons: Annotated[
        list[str] | None, typer.Argument(help="Such as 02 or 02_one_step_back; all, if left out.")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; say what differs from a fresh build.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Also replace a lesson that someone has worked in.")
    ] = False,
) -> None:
    """Build the notebooks of the lessons from their sources."""
    course = find_course()
    chosen = [course.lesson(name) for name in lessons or []] or course.lessons
    if not chosen:
        raise CourseError(f"There are no lessons in {course.root / 'solutions'}.")
    console = Console()
    from microkit.course.build import build_lesson, differences, write_build

    differing: list[str] = []
    for lesson in chosen:
        with console.status(f"{lesson.name}: running the solution"):
            made = build_lesson(course, lesson)
        if check:
            found = differences(course, lesson, made)
            differing += found
            console.print(f"{lesson.name}: {'differs' if found else 'up to date'}")
        else:
            changed = write_build(course, lesson, made, force)
            what = ", ".join(str(path) for path in changed) or "nothing has changed"
            console.print(f"{lesson.name}: {what}")
    if differing:
        raise CourseError(
            "\n".join(differing)
            + "\nThe built files are not those of the sources. Run: microkit build"
        )


@app.command()
def lab(
    folder: Annotated[
        Path | None, typer.Argument(help="What to open; the course's lessons, if left out.")
    ] = None,
    port: Annotated[
        int | None, typer.Option(help="Where to listen; a free port, if left out.")
    ] = None,
    browser: Annotated[bool, typer.Option(help="Open a browser window.")] = True,
) -> None:
    """Open JupyterLab on the lessons. Instructors open the whole course: microkit lab ."""
    from microkit.course.lab import open_lab

    raise typer.Exit(open_lab(folder or find_course().root / "lessons", port, browser))


@app.command()
def slides(
    lesson: Annotated[str, typer.Argument(help="Such as 02 or 02_one_step_back.")],
    folder: Annotated[
        Path | None,
        typer.Argument(help="With --html: where; build/slides/LESSON, if left out."),
    ] = None,
    html: Annotated[
        bool, typer.Option("--html", help="Write a folder that needs no JupyterLab and no network.")
    ] = False,
    port: Annotated[
        int | None, typer.Option(help="Where to listen; a free port, if left out.")
    ] = None,
    browser: Annotated[bool, typer.Option(help="Open a browser window.")] = True,
) -> None:
    """Show a lesson's slides live in JupyterLab, or write them into a folder."""
    course = find_course()
    chosen = course.lesson(lesson)
    if folder and not html:
        raise CourseError(
            f"A folder is for slides as files: microkit slides {lesson} --html {folder}"
        )
    if port and html:
        raise CourseError(f"A port is for live slides: microkit slides {lesson} --port {port}")
    if not html:
        from microkit.course.slides.live import show_live

        raise typer.Exit(show_live(chosen, port, browser))
    from microkit.course.slides.deck import make_deck
    from microkit.course.slides.write import check_target, write_deck

    folder = folder or course.root / "build" / "slides" / chosen.name
    check_target(folder)
    console = Console()
    with console.status(f"{chosen.name}: running the cells of its slides"):
        page = write_deck(make_deck(chosen), folder)
    console.print(f"Written: {page}", soft_wrap=True, highlight=False)
    console.print("It opens in a browser, also without a network. S: speaker's view. D: dark.")


@app.command()
def page(
    notebook: Annotated[str, typer.Argument(help="A notebook's file, or a lesson such as 02.")],
    file: Annotated[
        Path | None,
        typer.Argument(help="Where; beside the notebook, or build/pages/LESSON.html, if left out."),
    ] = None,
) -> None:
    """Run a notebook and write it as one HTML file, with widgets that work without a network."""
    source = Path(notebook)
    if source.suffix == ".ipynb":
        file = file or source.with_suffix(".html")
    elif source.suffix:
        raise CourseError(
            f"{notebook} is not a notebook. Name a file that ends in .ipynb, or a lesson such "
            "as 02."
        )
    else:
        course = find_course()
        lesson = course.lesson(notebook)
        source = lesson.release
        file = file or course.root / "build" / "pages" / f"{lesson.name}.html"
    from microkit.course.page.write import check_file, make_page, write_page

    check_file(file)
    console = Console()
    with console.status(f"{source.name}: running its cells"):
        written = write_page(make_page(source, console.print), file)
    console.print(f"Written: {written}", soft_wrap=True, highlight=False)
    console.print("It opens in a browser, also without a network.")


@app.command()
def demo(
    folder: Annotated[
        Path | None,
        typer.Option(help="A new folder for it; one among the temporary files, if left out."),
    ] = None,
) -> None:
    """Release, grade and return lesson 02 for six made-up students, in a scratch folder."""
    from microkit.course.show import show_demo

    show_demo(find_course(), folder)


@app.command()
def grade(
    lesson: Annotated[str, typer.Argument(help="Such as 02 or 02_one_step_back.")],
    students: Annotated[
        list[str] | None, typer.Argument(help="Who; everyone who has handed in, if left out.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="How many processes; one a processor, if left out.")
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Use a Dask cluster, such as tcp://10.0.0.5:8786."),
    ] = None,
    trust_students: Annotated[
        bool, typer.Option("--trust-students", help="Run student code without a sandbox.")
    ] = False,
    gradebook: Annotated[
        str | None,
        typer.Option(metavar="FILE or URL", help="nbgrader's database; the course's, else."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Also grade again what has not changed.")
    ] = False,
    feedback: Annotated[
        bool, typer.Option("--feedback/--no-feedback", help="Whether to write feedback pages.")
    ] = True,
) -> None:
    """Grade what students have handed in: in a sandbox, judged outside of it, several at a time."""
    course = find_course()
    from microkit.course.grade.classrun import ClassRun, Wishes
    from microkit.course.grade.show import show_grading

    wishes = Wishes(tuple(students or ()), workers, scheduler, trust_students, gradebook, force)
    try:
        outcome = show_grading(ClassRun(course, lesson, wishes), feedback, Console())
    except KeyboardInterrupt:
        typer.echo(
            "Stopped. What was graded so far is in the gradebook, and the same command goes on "
            "from there.",
            err=True,
        )
        raise typer.Exit(130) from None
    if outcome.troubles:
        who = ", ".join(sorted(outcome.troubles)[:5])
        raise CourseError(
            f"Not everything could be done; the table says why ({who}). "
            "Marks that they had before are as they were."
        )


@app.command()
def report(
    lesson: Annotated[str, typer.Argument(help="Such as 02 or 02_one_step_back.")],
    gradebook: Annotated[
        str | None,
        typer.Option(metavar="FILE or URL", help="nbgrader's database; the course's, else."),
    ] = None,
    csv: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Also write three CSV files there.")
    ] = None,
    picture: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Also draw it, as .png or .svg.")
    ] = None,
    names: Annotated[
        bool, typer.Option("--names/--no-names", help="Whether students are named.")
    ] = True,
) -> None:
    """Show the class at a glance: marks, points lost by question, misconceptions."""
    from microkit.course.classroom import find_marks, read_class, show_class, write_csv

    if picture:  # before anything is read: matplotlib may be missing
        from microkit.course.classroom.picture import check_format

        check_format(picture)
    address, autograded = find_marks(gradebook)
    found = read_class(address, lesson, names, autograded)
    console = Console()
    show_class(found, console)
    written = write_csv(found, csv) if csv else []
    if picture:
        from microkit.course.classroom.picture import draw_class

        draw_class(found, picture)
        written.append(picture)
    for path in written:
        console.print(f"Written: {path}", soft_wrap=True, highlight=False)


@app.command()
def doctor() -> None:
    """Say what works on this machine, and what to do about the rest."""
    from microkit.course.doctor import examine, show_findings

    console = Console()
    with console.status("Looking around"):
        findings = examine()
    show_findings(findings, console)
    if any(finding.state == "missing" for finding in findings):
        raise typer.Exit(1)
