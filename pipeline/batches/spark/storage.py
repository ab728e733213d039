"""The files of a run on any file system that Spark has (HDFS, S3, local ...), by the Hadoop interface of its Java machine."""

from collections.abc import Iterator
from typing import Any

from ...errors import SkillstaalError


class Storage:
    """The file system of the session; paths are as Spark takes them."""

    def __init__(self, session):
        self._hadoop = session._jvm.org.apache.hadoop.fs
        self._configuration = session._jsc.hadoopConfiguration()

    def _at(self, path: str) -> tuple[Any, Any]:
        """(file system, path)."""
        place = self._hadoop.Path(path)
        return place.getFileSystem(self._configuration), place

    def exists(self, path: str) -> bool:
        system, place = self._at(path)
        return system.exists(place)

    def files(self, path: str) -> Iterator[tuple[str, int, int]]:
        """(path, bytes, time of change in ms) of the files that a path or pattern names, folders with all that is in them; hidden ones are left out.

        Raises SkillstaalError when there are none.
        """
        system, place = self._at(path)
        met = sorted(system.globStatus(place) or [], key=lambda status: status.getPath().toString())
        if not met:
            raise SkillstaalError(f"{path} is not there; give files or folders on a file system of the cluster")
        for status in met:
            yield from self._below(system, status)

    def _below(self, system, status) -> Iterator[tuple[str, int, int]]:
        if status.getPath().getName().startswith((".", "_")):
            return
        if not status.isDirectory():
            yield status.getPath().toString(), status.getLen(), status.getModificationTime()
            return
        for child in sorted(system.listStatus(status.getPath()), key=lambda child: child.getPath().toString()):
            yield from self._below(system, child)

    def rename(self, old: str, new: str) -> None:
        """Raises SkillstaalError when the file system refuses."""
        system, place = self._at(old)
        target = self._hadoop.Path(new)
        system.mkdirs(target.getParent())
        if not system.rename(place, target):
            raise SkillstaalError(f"{old} cannot be renamed to {new}; look at the rights on that folder")

    def delete(self, path: str) -> None:
        system, place = self._at(path)
        system.delete(place, True)

    def write(self, path: str, content: bytes) -> None:
        system, place = self._at(path)
        stream = system.create(place, True)
        try:
            stream.write(bytearray(content))
        finally:
            stream.close()

    def read(self, path: str) -> bytes:
        """All of a small file."""
        system, place = self._at(path)
        stream = system.open(place)
        try:
            return bytes(stream.readAllBytes())
        finally:
            stream.close()
