"""Run -> OpenLineage events (openlineage.io, specification 2-0-2), so that a catalogue such as Marquez knows what came from what.

START, RUNNING (at most once a minute), then COMPLETE, FAIL or ABORT. Inputs are the sources as they were named and the ontology release,
outputs the parts of the run folder; places are named as the specification asks, local ones in the namespace ``file``. Where events go
is for the client: OPENLINEAGE_URL, or the file that OPENLINEAGE_CONFIG names. Off unless asked for; needs the extra ``lineage``.
"""

import os
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from .. import __version__
from ..errors import SkillstaalError

PRODUCER = "https://w3id.org/skillstaal"
_SELDOM = 60.0  # seconds between two RUNNING events


class Lineage:
    """Sends the events of one run under ``job``, written NAMESPACE/NAME. Raises SkillstaalError when the client is not there or ``job`` is no such name.

    An event that cannot be sent is told to ``warn`` once; the run goes on.
    """

    def __init__(self, job: str, sources: list[str], out: str, warn: Callable[[str], None]):
        try:
            from openlineage.client import OpenLineageClient, event_v2, facet_v2, set_producer
            from openlineage.client.uuid import generate_new_uuid
        except ImportError as error:
            raise SkillstaalError("OpenLineage events need a client; install it with: pip install 'skillstaal[lineage]'") from error
        namespace, _, name = job.rpartition("/")
        if not namespace or not name:
            raise SkillstaalError(f"--lineage {job!r} names no job; write NAMESPACE/JOB, for instance labour-market/vacancies")
        set_producer(PRODUCER)
        self._event, self._facet, self._warn = event_v2, facet_v2, warn
        try:
            self._client = OpenLineageClient()
        except Exception as error:  # each transport has its own
            raise SkillstaalError(f"the OpenLineage client cannot start ({error}); see its settings, OPENLINEAGE_URL or OPENLINEAGE_CONFIG") from error
        self._run, self._namespace, self._name = str(generate_new_uuid()), namespace, name
        self._sources, self._out, self._sent = sources, out.rstrip("/"), time.monotonic()

    @contextmanager
    def following(self) -> Iterator[None]:
        """START at once; FAIL, or ABORT when it is stopped by hand or by the scheduler, when the run does not end well."""
        self._emit("START", [self._dataset("OutputDataset", self._out)])
        try:
            yield
        except BaseException as error:
            state = "ABORT" if isinstance(error, KeyboardInterrupt) else "FAIL"
            message = str(error) if isinstance(error, SkillstaalError) else type(error).__name__  # others may quote a text
            self._emit(state, [], {"errorMessage": self._facet.error_message_run.ErrorMessageRunFacet(message, "Python")} if state == "FAIL" else {})
            raise

    def progress(self, totals: dict[str, int]) -> None:
        """RUNNING with the texts translated so far."""
        if time.monotonic() - self._sent >= _SELDOM:
            self._emit("RUNNING", [self._dataset("OutputDataset", self._out, outputFacets=self._statistics(totals["translated"], None, None))])

    def complete(self, manifest: dict) -> None:
        """COMPLETE, with what is in the run folder and which ontology release the concepts are of."""
        parts: dict[str, Counter] = defaultdict(Counter)
        for output in manifest["outputs"]:  # on a cluster their sizes are not known here
            part = parts[output["path"].split("/")[0]]
            path = Path(self._out, output["path"])
            part.update(size=path.stat().st_size if path.exists() else 0, rows=output["rows"], files=1)
        version = self._facet.dataset_version_dataset.DatasetVersionDatasetFacet
        outputs = [
            self._dataset("OutputDataset", f"{self._out}/{name}", {"version": version(manifest["run"])}, outputFacets=self._statistics(part["rows"], part["size"] or None, part["files"]))
            for name, part in sorted(parts.items())
        ]
        ontology = self._event.InputDataset(PRODUCER, manifest["ontology"]["iri"], facets={"version": version(manifest["ontology"]["release"])})
        self._emit("COMPLETE", outputs, inputs=[ontology])

    def _statistics(self, rows: int, size: int | None, files: int | None) -> dict:
        return {"outputStatistics": self._facet.output_statistics_output_dataset.OutputStatisticsOutputDatasetFacet(rows, size, files)}

    def _dataset(self, kind: str, name: str, facets: dict | None = None, **more):
        return getattr(self._event, kind)(*_place(name), facets=facets or {}, **more)

    def _emit(self, state: str, outputs: list, facets: dict | None = None, inputs: list = ()) -> None:
        engine = self._facet.processing_engine_run.ProcessingEngineRunFacet(__version__, "skillstaal")
        sources = [self._dataset("InputDataset", source.removeprefix("@")) for source in self._sources if source != "-"]
        job_type = self._facet.job_type_job.JobTypeJobFacet("BATCH", "SKILLSTAAL", "JOB")
        event = self._event.RunEvent(
            eventTime=datetime.now(UTC).isoformat(),
            eventType=self._event.RunState[state],
            run=self._event.Run(self._run, {"processing_engine": engine} | self._parent() | (facets or {})),
            job=self._event.Job(self._namespace, self._name, {"jobType": job_type}),
            inputs=[*sources, *inputs],
            outputs=outputs,
        )
        self._sent = time.monotonic()
        try:
            self._client.emit(event)
        except Exception as error:  # a catalogue that is away must not stop the work
            self._warn(f"OpenLineage event {state} was not sent ({type(error).__name__}: {error}); the run goes on")
            self._warn = lambda message: None

    def _parent(self) -> dict:
        """The task of the scheduler that started this, which OPENLINEAGE_PARENT_ID names as NAMESPACE/JOB/RUN."""
        job, _, run = os.environ.get("OPENLINEAGE_PARENT_ID", "").rpartition("/")
        namespace, _, name = job.rpartition("/")
        if not (namespace and name):
            return {}
        parent = self._facet.parent_run
        try:
            return {"parent": parent.ParentRunFacet(parent.Run(run), parent.Job(namespace, name))}
        except ValueError:
            self._warn("OPENLINEAGE_PARENT_ID does not end in the UUID of a run; expected NAMESPACE/JOB/RUN")
            return {}


def _place(name: str) -> tuple[str, str]:
    """(namespace, name) of a file or folder: hdfs://host:8020/a is /a at hdfs://host:8020."""
    scheme, double, rest = name.partition("://")
    if not double:
        return "file", os.path.abspath(name)
    authority, _, path = rest.partition("/")
    return f"{scheme}://{authority}", f"/{path}"
