"""Dagster: the run folder is an asset; what stands in its manifest becomes metadata, and quarantine is a check.

``dagster dev -f dagster_job.py``, or in a script ``definitions.resolve_job_def("translate_vacancies").execute_in_process()``.
"""

import json
import os
import subprocess
from pathlib import Path

import dagster as dg

TEXTS = os.environ.get("SKILLSTAAL_TEXTS", "/data/vacancies")
RUN = os.environ.get("SKILLSTAAL_RUN", "/data/skills")
MOST_QUARANTINED = 0.01


def _manifest() -> dict:
    return json.loads((Path(RUN) / "manifest.json").read_text(encoding="utf-8"))


@dg.asset(retry_policy=dg.RetryPolicy(max_retries=2, delay=300))
def skills(context: dg.AssetExecutionContext) -> dg.MaterializeResult:
    """Skills of the vacancies, as linked data and tables. A second try goes on where the first one stopped."""
    command = ["skillstaal", "run", TEXTS, "--out", RUN, "--workers", "2", "--max-quarantine", "100%", "--log-format", "json"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        for line in process.stderr:
            context.log.info(line.rstrip())
    if process.returncode:
        raise dg.Failure(f"skillstaal ended with exit code {process.returncode}; its last line says why")
    manifest = _manifest()
    return dg.MaterializeResult(metadata={**manifest["totals"], "seconds": manifest["timings"]["seconds"], "ontology": manifest["ontology"]["release"]})


@dg.asset_check(asset=skills, blocking=True)
def few_in_quarantine() -> dg.AssetCheckResult:
    """At most one record in a hundred could not be translated."""
    totals = _manifest()["totals"]
    return dg.AssetCheckResult(passed=totals["quarantined"] <= MOST_QUARANTINED * totals["read"], metadata={"quarantined": totals["quarantined"], "read": totals["read"]})


translate_vacancies = dg.define_asset_job("translate_vacancies", selection=dg.AssetSelection.assets(skills))
nightly = dg.ScheduleDefinition(job=translate_vacancies, cron_schedule="0 2 * * *", execution_timezone="Europe/Amsterdam")
definitions = dg.Definitions(assets=[skills], asset_checks=[few_in_quarantine], jobs=[translate_vacancies], schedules=[nightly])
