"""Newsledger: from news to a ledger of who said what, which countries are mentioned, and how much money."""

import os

# Before anything imports NumPy: over matrices as small as a language pipeline's, threads of BLAS only wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
