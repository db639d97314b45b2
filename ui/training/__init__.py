"""Training on screen: faults to play, the hub of the training, a printer that fails."""
