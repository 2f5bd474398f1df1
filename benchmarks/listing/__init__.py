"""One table of projects, shown by our list and by Django's admin, for `bench_list.py`."""
