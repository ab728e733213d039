"""Where a text names a skill: labels a word (labelling), the best sequence of them (decoding), spans with their type (finding), and how sure (confidence)."""
