"""The slides of a lesson: a live deck in JupyterLab, and a folder that needs no network."""
