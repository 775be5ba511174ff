"""Tests of the lab's arithmetic: run `python3 -m unittest` in examples/lab."""
