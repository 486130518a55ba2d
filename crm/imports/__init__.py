"""Files in and out: read, planned row by row, taken in whole, and put back."""
