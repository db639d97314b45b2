"""Training on screen: injected faults, the training hub, a simulated printer."""
