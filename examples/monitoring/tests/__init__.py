"""Tests of alerts and dashboard: run `python3 -m unittest` in examples/monitoring."""
