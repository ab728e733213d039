"""What a mention is called in the ontology: candidates, their ranking or NIL (linker), and the occupation a text is about."""
