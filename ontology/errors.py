"""What can go wrong in the ontology room. Each message is one sentence that says where and what to do."""


class OntologyError(Exception):
    """A source table, mapping set or release cannot be used as it is."""


class SourceError(OntologyError):
    """Faults in source tables; ``faults`` holds one "file:line: what, what to do" each."""

    def __init__(self, faults: list[str]):
        self.faults = faults
        shown = faults[:20] + ([f"... and {len(faults) - 20} more"] if len(faults) > 20 else [])
        super().__init__("\n".join(shown))
