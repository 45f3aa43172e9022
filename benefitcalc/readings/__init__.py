"""Other readings of a rule's body: each module lets the words of a body work on one more kind of value."""
