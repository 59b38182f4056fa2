"""spaCy components that read news: people, countries, figures of money, and quotations."""
