"""Industrial chains of each park: their links, who fills them, what is missing."""
