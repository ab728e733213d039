"""Many documents: read, shared out to workers, kept, resumed and published as a run folder; on this machine or on Spark."""
