"""Help with online filing, on screen."""
