"""What texts that describe work say of it: work processes, kinds of tasks, and where it stands in automation and digitalisation."""
