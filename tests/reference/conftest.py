"""The script here needs PyTorch: it is run by hand, and not collected."""

collect_ignore = ["make_torch_reference.py"]
