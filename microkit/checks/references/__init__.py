"""References: the right code of every lesson, which only a judge reads, one file a lesson."""
