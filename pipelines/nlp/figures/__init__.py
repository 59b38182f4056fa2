"""Figures: amounts of money, and what the words around them say: who pays whom, for what, when, whether."""
