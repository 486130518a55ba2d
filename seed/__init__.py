"""What a new system starts with: public facts, and a made-up zone to look at."""
