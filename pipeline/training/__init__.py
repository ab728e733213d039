"""How the models are made: each module is a command, ``python -m pipeline.training.NAME``; nothing here is needed to run."""
