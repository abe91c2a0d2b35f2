"""Training of the two small models that tell what a question is about (``app.intent``)."""
