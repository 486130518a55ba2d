"""What the staff write on advisers and rule on referrals, and what advisers write in their portal."""
