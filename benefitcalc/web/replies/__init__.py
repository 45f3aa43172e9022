"""The parts of all replies of the web server: texts, languages, templates and problem details."""
