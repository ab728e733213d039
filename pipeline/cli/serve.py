"""The command ``skillstaal serve``: a read-only server over runs and releases."""

import ipaddress
import socket
from pathlib import Path

import click


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path), metavar="PATH...")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; other than this machine's own only with --allow-host.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Port; 0 takes a free one.")
@click.option("--allow-host", "names", multiple=True, metavar="NAME", help="Name by which clients may call the server; repeatable. Opens it to other machines.")
@click.option("--store", "folder", type=click.Path(file_okay=False, path_type=Path), help="Folder that keeps the loaded data on disk; without it, all is in memory.")
@click.option("--places", is_flag=True, help="Load the places in the text (oa: selectors) too.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Processes for pages, and as many for queries.")
@click.option("--seconds", default=10.0, show_default=True, type=click.FloatRange(0.1, 600), help="Time limit of a query or a text.")
@click.option("--memory", default=1000, show_default=True, type=click.IntRange(100), help="MB that a query or a text may take (Linux).")
def serve(paths, host, port, names, folder, places, workers, seconds, memory) -> None:
    """Serves SPARQL, concept and document pages, search and translation.

    PATH is the folder of a run or of a release, or an RDF file. Without a release the core ontology of the package is there. Only this machine can
    reach the server, unless --host and --allow-host say otherwise. Nothing is written but what --store asks for, and nothing that is asked is logged.
    """
    from ..batches.progress import step
    from ..config import read_settings
    from ..errors import SkillstaalError
    from ..privacy.subjects import begin_run

    try:
        import uvicorn

        from ..serving import Setup, holdings_of, make_app
        from ..serving.workers import Pool
        from ..serving.working import start
    except ImportError as error:
        raise SkillstaalError(f"{error.name} is not installed; install the server with pip install 'skillstaal[serve]'") from error
    if not _is_own(host) and not names:
        raise SkillstaalError(f"{host} can be reached by other machines; give the names that they may use with --allow-host NAME")
    bound = _bound(host, port)
    begin_run()
    config = Path("skillstaal.toml")
    register = read_settings(config if config.exists() else None, {}).wording_register
    setup = Setup(tuple(paths), folder, places, register)
    step("loading")
    holdings = holdings_of(setup)
    step("")
    for note in holdings.notes:
        click.echo(note, err=True)

    def pools() -> tuple[Pool, Pool]:
        return tuple(Pool(start, (setup,), workers, seconds, memory) for _ in range(2))

    hosts = frozenset({"localhost", "127.0.0.1", "[::1]", *(name.lower() for name in names)} | ({host.lower()} if _is_own(host) else set()))
    app = make_app(pools, holdings.base, hosts)
    settings = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, timeout_keep_alive=15, limit_concurrency=1000, h11_max_incomplete_event_size=200_000,
        http="h11", ws="none",
    )  # fmt: skip
    click.echo(f"serving on http://{f'[{host}]' if ':' in host else host}:{bound.getsockname()[1]}/ (stop with Ctrl-C)", err=True)
    uvicorn.Server(settings).run(sockets=[bound])


def _bound(host: str, port: int) -> socket.socket:
    """A socket with this address, which does not listen yet. Raises SkillstaalError when the address cannot be had."""
    from ..errors import SkillstaalError

    found = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((host, port))
    except OSError as error:
        raise SkillstaalError(f"{host}, port {port}, cannot be listened on ({error.strerror}); choose others with --host and --port") from error
    return found


def _is_own(host: str) -> bool:
    """Whether only this machine can reach the address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
