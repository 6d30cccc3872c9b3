"""One module for each part of the product; each answers with what the pages' own selectors return."""
