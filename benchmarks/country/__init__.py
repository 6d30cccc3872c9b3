"""A made-up country for the benchmarks, and others who judge it."""
