"""Newsledger: news in, ledger out."""
