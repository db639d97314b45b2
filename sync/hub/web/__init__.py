"""The hub over HTTP: who may ask, how much, what is answered, how it is watched."""
