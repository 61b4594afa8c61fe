"""One submission: run it inside, judge it outside."""
