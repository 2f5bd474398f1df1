"""What the pages of the governance framework show, one query for each page."""
