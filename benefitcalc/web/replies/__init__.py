"""What every reply of the web server is made of: texts, languages, templates and problem details."""
