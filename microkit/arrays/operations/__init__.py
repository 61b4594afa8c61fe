"""The second floor's table: one operation on arrays, one class; one derivative a line.

``arithmetic``, ``curves`` and ``choices`` work on each number by itself, ``reductions`` on many
that become one; ``shapes`` and ``indexing`` move numbers and leave them as they are. To add your
own, see `microkit.arrays.operation.ArrayOperation`.
"""
