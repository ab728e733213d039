"""What can go wrong. Every message is one sentence: which file or record, what was expected, what to do."""


class SkillstaalError(Exception):
    """The command cannot run (exit code 2)."""


class RecordError(Exception):
    """One record cannot be translated: it goes to quarantine, the others go on.

    ``stage`` is the stage that refused it ("reading", "translating"), ``location`` where it stands in the input, ``torn`` whether its form
    is broken, whatever it was to say: in a damaged file that is a sign of the damage.
    """

    def __init__(self, record: str, reason: str, location: str, stage: str = "reading", torn: bool = False):
        super().__init__(f"{location}: {reason}")
        self.record, self.reason, self.location, self.stage, self.torn = record, reason, location, stage, torn

    def __reduce__(self):
        return RecordError, (self.record, self.reason, self.location, self.stage, self.torn)
