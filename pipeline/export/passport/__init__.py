"""The JSON of a translated CV and what its owner changed -> a skills passport: linked data, Open Badges, Europass learning outcomes, a page."""
