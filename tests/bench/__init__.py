"""The benchmark: `make bench`. It is not a test: it prints ratios, and nothing fails by speed."""
