"""The demo province: Thái Nguyên's plan of 2024 as data, and sample values made from a seed."""
