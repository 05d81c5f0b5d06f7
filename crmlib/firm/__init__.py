"""What a chapter reads from the simulated firm: its campaigns, club, strategy and targets."""
