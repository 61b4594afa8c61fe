from pathlib import Path

import pytest

from microkit.course.errors import CourseError
from microkit.course.folder import Course, find_course


def test_a_course_is_found_from_inside_one_of_its_folders(course: Course) -> None:
    assert find_course(course.root / "solutions" / "90_double") == course
    assert find_course(course.root) == course


def test_outside_a_course_the_sentence_says_where_it_looked(tmp_path: Path) -> None:
    (tmp_path / "lessons").mkdir()  # without pyproject.toml it is some other folder
    with pytest.raises(CourseError, match=r"No course was found in .* or above it"):
        find_course(tmp_path)


@pytest.mark.parametrize("name", ["90", "90_double"])
def test_a_lesson_answers_to_its_number_and_its_name(course: Course, name: str) -> None:
    lesson = course.lesson(name)
    assert lesson.number == "90"
    assert lesson.source == course.root / "solutions" / "90_double" / "90_double.py"
    assert lesson.solution == course.root / "solutions" / "90_double" / "90_double.ipynb"
    assert lesson.release == course.root / "lessons" / "90_double" / "90_double.ipynb"


def test_an_unknown_lesson_is_answered_with_the_lessons_that_there_are(course: Course) -> None:
    (course.root / "solutions" / "05_neurons").mkdir()
    (course.root / "solutions" / "notes").mkdir()
    with pytest.raises(CourseError, match=r"no lesson '07' .* Lessons: 05_neurons, 90_double\."):
        course.lesson("07")
    with pytest.raises(CourseError, match=r"Did you mean 05\?"):
        course.lesson("5")


@pytest.mark.parametrize("name", ["13", "13_my-name"])
def test_a_folder_with_another_kind_of_name_is_told_how_lessons_are_named(
    course: Course, name: str
) -> None:
    (course.root / "solutions" / "13_my-name").mkdir()
    with pytest.raises(CourseError, match=r"13_my-name is not named as a lesson is: two digits"):
        course.lesson(name)
