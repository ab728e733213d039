"""What a CV says beside skills: its sections, entries with dates, the evidence of each skill, and what diplomas imply."""
