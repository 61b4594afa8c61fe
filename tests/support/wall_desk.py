"""A desk for the tests of the wall: it runs a student's cell, then answers for its things."""

from microkit.course.grade.desk.things import Things


def open_desk(source):
    """Run the cell, and return what answers."""
    namespace = {"__name__": "__main__"}
    exec(source, namespace)
    return Things(namespace).answer
