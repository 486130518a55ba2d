"""Events: promotions, the two-yearly forum, signings; who is invited, answers and comes."""
