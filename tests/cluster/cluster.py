"""Three nodes on loopback, as plain processes: PostgreSQL under Patroni, etcd, and HAProxy in front.

The configurations are those of ``installer/hub/cluster/`` with the blanks filled in, so what is tested is what an
administrator installs. Only the times are shorter, so that a test need not wait as long as a province would.
"""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from string import Template
from typing import Any, Self

import psutil
import psycopg
import trustme

TEMPLATES = Path(__file__).parents[2] / "installer" / "hub" / "cluster"
PROGRAMS = Path("/usr/lib/postgresql/15/bin")
NEEDED = {
    "patroni": "/usr/bin/patroni",
    "etcd-server": "/usr/bin/etcd",
    "haproxy": "/usr/sbin/haproxy",
    "postgresql-15": str(PROGRAMS / "postgres"),
    "python3-etcd": "/usr/lib/python3/dist-packages/etcd",
}
"""What must be there, and by which file we know it (Debian 12)."""

HOST = "127.0.0.1"
NODES = ("n1", "n2", "n3")
TIMES = {"TTL": "6", "LOOP_WAIT": "1", "RETRY_TIMEOUT": "2"}
WITHIN = 120.0
HUB_PASSWORD = "of the hub"  # noqa: S105  # of a cluster that lives for one test


def missing() -> list[str]:
    """The Debian packages that are not installed; empty = the cluster can run."""
    return [package for package, path in NEEDED.items() if not Path(path).exists()]


@dataclass
class Node:
    """One machine."""

    name: str
    folder: Path
    postgres_port: int
    rest_port: int
    etcd_port: int
    etcd_peer_port: int
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        """PostgreSQL's files."""
        return self.folder / "data"

    def postmaster(self) -> psutil.Process | None:
        """The running server of this node."""
        try:
            return psutil.Process(int((self.data / "postmaster.pid").read_text().split()[0]))
        except (FileNotFoundError, psutil.NoSuchProcess):
            return None


class Cluster:
    """All of it; ``start`` returns when a primary and its synchronous standby stand."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="motcua-cluster-"))
        self.folder.chmod(0o755)
        self._user = "postgres" if os.geteuid() == 0 else None
        ports = iter(_free_ports(4 * len(NODES) + 1))
        self.port = next(ports)
        self.nodes = [
            Node(name, self.folder / name, next(ports), next(ports), next(ports), next(ports)) for name in NODES
        ]
        self._haproxy: subprocess.Popen[bytes] | None = None

    # ---- life ----------------------------------------------------------------------------------------------

    def start(self) -> Self:
        """Three nodes, HAProxy, one primary, one synchronous standby."""
        self._certificate()
        for node in self.nodes:
            node.folder.mkdir()
            (node.folder / "run").mkdir(mode=0o700)
            self._own(node.folder, node.folder / "run")
            self._start_etcd(node)
        for node in self.nodes:
            self._start_patroni(node)
        path = self.folder / "haproxy.cfg"
        path.write_text(self._filled("haproxy.cfg", self._places()))
        self._haproxy = self._spawn("haproxy", self.folder, [NEEDED["haproxy"], "-db", "-f", str(path)])
        self.wait_for(lambda: self.primary() is not None and len(self.standbys()) == 2, "three nodes")
        self.wait_for(lambda: self.synchronous() is not None, "a synchronous standby")
        self.wait_for(lambda: self._answers(self.conninfo()), "HAProxy's primary")
        return self

    def stop(self) -> None:
        """Nothing of it remains."""
        for node in self.nodes:
            if "patroni" in node.processes:
                node.processes["patroni"].kill()
        for node in self.nodes:
            self._kill_postgres(node)
            for process in node.processes.values():
                process.kill()
                process.wait(WITHIN)
        if self._haproxy is not None:
            self._haproxy.kill()
            self._haproxy.wait(WITHIN)
        shutil.rmtree(self.folder)

    def __enter__(self) -> Self:
        try:
            return self.start()
        except BaseException:
            self.stop()
            raise

    def __exit__(self, *_: object) -> None:
        self.stop()

    # ---- who is who ----------------------------------------------------------------------------------------

    def primary(self) -> Node | None:
        """The node that says it is, or none does."""
        return next((node for node in self.nodes if self._is(node, "primary")), None)

    def standbys(self) -> list[Node]:
        """The nodes that follow and stream."""
        return [node for node in self.nodes if self._is(node, "replica")]

    def synchronous(self) -> Node | None:
        """The node without which nothing is committed."""
        return next((node for node in self.nodes if self._is(node, "synchronous")), None)

    # ---- what goes wrong -----------------------------------------------------------------------------------

    def kill(self, node: Node) -> None:
        """SIGKILL to everything of the node: PostgreSQL, Patroni, its member of etcd."""
        patroni, etcd = node.processes.pop("patroni"), node.processes.pop("etcd")
        patroni.kill()
        self._kill_postgres(node)
        etcd.kill()
        for process in (patroni, etcd):
            process.wait(WITHIN)

    def revive(self, node: Node) -> None:
        """The node comes back, as after a power cut; Patroni brings it in line by itself."""
        self._start_etcd(node)
        self._start_patroni(node)

    # ---- where it is ---------------------------------------------------------------------------------------

    def conninfo(self, database: str = "postgres") -> str:
        """The primary, through HAProxy, for libpq."""
        return (
            f"host={HOST} port={self.port} user=motcua password='{HUB_PASSWORD}' dbname={database} "
            "sslmode=require connect_timeout=3"
        )

    def url(self, database: str = "motcua") -> str:
        """The primary, through HAProxy, as a hub's TOML names it."""
        password = HUB_PASSWORD.replace(" ", "%20")
        return f"postgresql+psycopg://motcua:{password}@{HOST}:{self.port}/{database}?sslmode=require&connect_timeout=3"

    def url_without_haproxy(self, database: str = "motcua") -> str:
        """The primary, found by libpq itself among the three."""
        password = HUB_PASSWORD.replace(" ", "%20")
        hosts = "&".join(f"host={HOST}:{node.postgres_port}" for node in self.nodes)
        options = "target_session_attrs=read-write&sslmode=require&connect_timeout=3"
        return f"postgresql+psycopg://motcua:{password}@/{database}?{hosts}&{options}"

    def create_database(self, name: str = "motcua") -> None:
        """An empty database of the hub's."""
        with psycopg.connect(self.conninfo(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())

    # ---- processes -----------------------------------------------------------------------------------------

    def wait_for(self, is_so: Callable[[], object], what: str, within: float = WITHIN) -> float:
        """Seconds until it was so.

        Raises:
            TimeoutError: it never was; with the end of every log.
        """
        started = time.monotonic()
        while not is_so():
            if time.monotonic() - started > within:
                raise TimeoutError(f"{what}\n{self._logs()}")
            time.sleep(0.05)  # several processes agree among themselves; nothing tells us
        return time.monotonic() - started

    def _start_etcd(self, node: Node) -> None:
        lines = self._filled("etcd", self._places() | self._place(node)).splitlines()
        settings = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
        if Path(settings["ETCD_DATA_DIR"]).exists():
            settings["ETCD_INITIAL_CLUSTER_STATE"] = "existing"
        fast = ["--unsafe-no-fsync", "--heartbeat-interval=100", "--election-timeout=1000"]
        node.processes["etcd"] = self._spawn("etcd", node.folder, [NEEDED["etcd-server"], *fast], settings)

    def _start_patroni(self, node: Node) -> None:
        path = node.folder / "patroni.yml"
        path.write_text(self._filled("patroni.yml", self._places() | self._place(node)))
        node.processes["patroni"] = self._spawn("patroni", node.folder, [NEEDED["patroni"], str(path)])

    def _spawn(
        self, name: str, folder: Path, command: list[str], environment: dict[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """As PostgreSQL's user; Patroni stops its server when the process that started all this ends."""
        user = [f"--reuid={self._user}", f"--regid={self._user}", "--clear-groups"] if self._user else []
        with (self.folder / f"{folder.name}-{name}.log").open("ab") as log:
            return subprocess.Popen(  # noqa: S603  # our own command line
                ["/usr/bin/setpriv", *user, "--pdeathsig", "TERM", *command],
                cwd=folder,
                env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"} | (environment or {}),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def _kill_postgres(self, node: Node) -> None:
        server = node.postmaster()
        if server is None:
            return
        everyone = [server, *server.children(recursive=True)]
        for one in everyone:
            if one.is_running():
                one.send_signal(signal.SIGKILL)
        psutil.wait_procs(everyone, timeout=WITHIN)

    # ---- configurations ------------------------------------------------------------------------------------

    def _filled(self, name: str, places: dict[str, str]) -> str:
        return Template((TEMPLATES / name).read_text("utf-8")).substitute(places)

    def _places(self) -> dict[str, str]:
        """The blanks that are the same on every node."""
        places = TIMES | {
            "LISTEN": HOST,
            "HOST": HOST,
            "NETWORK": f"{HOST}/32",
            "PRIMARY_PORT": str(self.port),
            "PROGRAMS": str(PROGRAMS),
            "MAX_CONNECTIONS": "60",
            "SHARED_BUFFERS": "64MB",
            "TLS_CERT": str(self.folder / "tls.crt"),
            "TLS_KEY": str(self.folder / "tls.key"),
            "REST_PASSWORD": "r",
            "HUB_PASSWORD": HUB_PASSWORD,
            "SUPERUSER_PASSWORD": "s",
            "REPLICATION_PASSWORD": "p",
            "REWIND_PASSWORD": "w",
            "ETCD_HOSTS": ",".join(f"{HOST}:{node.etcd_port}" for node in self.nodes),
            "ETCD_CLUSTER": ",".join(f"{node.name}=http://{HOST}:{node.etcd_peer_port}" for node in self.nodes),
        }
        for number, node in enumerate(self.nodes, 1):
            places |= {
                f"NODE_{number}": node.name,
                f"HOST_{number}": HOST,
                f"POSTGRES_PORT_{number}": str(node.postgres_port),
                f"REST_PORT_{number}": str(node.rest_port),
            }
        return places

    def _place(self, node: Node) -> dict[str, str]:
        """The blanks of one node."""
        return {
            "NODE": node.name,
            "DATA": str(node.data),
            "RUN": str(node.folder / "run"),
            "POSTGRES_PORT": str(node.postgres_port),
            "REST_PORT": str(node.rest_port),
            "ETCD_DATA": str(node.folder / "etcd"),
            "ETCD_PORT": str(node.etcd_port),
            "ETCD_PEER_PORT": str(node.etcd_peer_port),
        }

    def _certificate(self) -> None:
        issued = trustme.CA().issue_cert(HOST)
        issued.private_key_pem.write_to_path(self.folder / "tls.key")
        issued.cert_chain_pems[0].write_to_path(self.folder / "tls.crt")
        (self.folder / "tls.key").chmod(0o600)
        self._own(self.folder / "tls.key", self.folder / "tls.crt")

    def _own(self, *paths: Path) -> None:
        if self._user is not None:
            for path in paths:
                shutil.chown(path, self._user)

    # ---- asking --------------------------------------------------------------------------------------------

    def _is(self, node: Node, role: str) -> bool:
        connection = http.client.HTTPConnection(HOST, node.rest_port, timeout=2)
        try:
            connection.request("GET", f"/{role}")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def state(self, node: Node) -> dict[str, Any]:
        """What Patroni says of a node."""
        connection = http.client.HTTPConnection(HOST, node.rest_port, timeout=2)
        try:
            connection.request("GET", "/patroni")
            found: dict[str, Any] = json.loads(connection.getresponse().read())
            return found
        finally:
            connection.close()

    @staticmethod
    def _answers(conninfo: str) -> bool:
        try:
            psycopg.connect(conninfo).close()
        except psycopg.OperationalError:
            return False
        return True

    def _logs(self) -> str:
        ends = [f"--- {path.name}\n{path.read_text('utf-8', 'replace')[-1500:]}" for path in self.folder.glob("*.log")]
        return "\n".join(ends)


def _free_ports(number: int) -> list[int]:
    """Ports nobody listens on right now."""
    standing = [socket.create_server((HOST, 0)) for _ in range(number)]
    ports: list[int] = [one.getsockname()[1] for one in standing]
    for one in standing:
        one.close()
    return ports
