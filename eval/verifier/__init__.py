"""What the verifier of a language model's sentences is fitted on, and the fit."""
