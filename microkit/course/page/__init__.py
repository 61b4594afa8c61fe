"""A notebook as one HTML file that needs no network and no kernel, with widgets that work."""

from microkit.course.page.exporter import PageExporter

__all__ = ["PageExporter"]
