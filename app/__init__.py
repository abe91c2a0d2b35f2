"""Answering and showing: the assistant, the command line, the server and its pages."""
