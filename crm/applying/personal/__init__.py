"""A person's data as a whole: handed out, erased, kept only as long as set."""
