"""How sure recognised values are: scores and second readings, arithmetic that closes, and the calibration of both."""
