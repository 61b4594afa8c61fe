"""The scripts here need PyTorch: they are run by hand, and not collected."""

collect_ignore_glob = ["make_*.py"]
