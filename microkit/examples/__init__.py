"""Small programs that train a network: read one, run it, change it.

Each runs by its name, as in ``python -m microkit.examples.moons``.
"""
