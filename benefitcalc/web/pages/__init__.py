"""The pages: a step of the interview, a result, a picture of a benefit."""
