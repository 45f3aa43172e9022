"""The command line.

Imports every room of the library.
"""
