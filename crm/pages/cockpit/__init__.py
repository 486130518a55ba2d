"""Do we get there?"""
