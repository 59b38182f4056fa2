"""Quotations: what was said, word for word or in substance, and who said it."""
