"""What stands under `Tensor`: primitives of numpy, operations made of them, and the walk back.

Three floors. `primitives` is all that is asked of numpy, in one file, so that another library is
one file. `operation` says what an operation is, and `operations` holds the table, one derivative a
line. `microkit.tensor` puts them on `Tensor` under PyTorch's names.
"""
