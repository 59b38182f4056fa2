"""Countries: every mention, by whichever road the text takes to it."""
