"""Airflow 3: every night the new texts become a run folder; the load waits for a run that is good enough.

The command fails only when it could not run (exit code 2), and is then tried again: it goes on where it stopped. Whether too much
went to quarantine is a question for people, so it is a task of its own that is not tried again.
"""

import json
import os
from datetime import timedelta
from pathlib import Path

import pendulum
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import dag, task
from airflow.sdk.exceptions import AirflowFailException

TEXTS = os.environ.get("SKILLSTAAL_TEXTS", "/data/vacancies")
RUN = os.environ.get("SKILLSTAAL_RUN", "/data/skills")
MOST_QUARANTINED = 0.01


@dag(
    dag_id="skillstaal_vacancies",
    schedule="0 2 * * *",
    start_date=pendulum.datetime(2026, 1, 1, tz="Europe/Amsterdam"),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 2, "retry_delay": timedelta(minutes=5)},
)
def vacancies():
    translate = BashOperator(
        task_id="translate",
        bash_command='skillstaal run "$TEXTS" --out "$RUN" --workers 2 --max-quarantine 100% --log-format json',
        env={"TEXTS": TEXTS, "RUN": RUN},
        append_env=True,
    )

    @task(retries=0)
    def judge() -> dict:
        totals = json.loads((Path(RUN) / "manifest.json").read_text(encoding="utf-8"))["totals"]
        if totals["quarantined"] > MOST_QUARANTINED * totals["read"]:
            raise AirflowFailException(f"{totals['quarantined']} of {totals['read']} records are in quarantine; see {RUN}/quarantine.jsonl")
        return totals

    translate >> judge()


vacancies()
