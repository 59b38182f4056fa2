"""People: the names of an article, who bears them, with their titles, and whom a pronoun means."""
