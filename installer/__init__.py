"""Sets up a machine: system packages, Python packages, models; and packages the product."""
