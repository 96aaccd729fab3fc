"""The machines that a bundle is made for."""

from __future__ import annotations

from dataclasses import dataclass

PYTHONS = ("3.11", "3.12", "3.13")
"""Versions of Python that a bundle has wheels for."""
GLIBC = (2, 17)
"""The oldest C library of a Linux that the wheels run on; 银河麒麟 V10 and 统信 UOS 20 have 2.28."""


@dataclass(frozen=True)
class Platform:
    """A kind of machine. extras: the optional parts of xlgen that make sense on it; title: what an officer calls it."""

    name: str
    title: str
    system: str  # as Python's platform.system() says
    machines: tuple[str, ...]  # as platform.machine() says
    tags: tuple[str, ...]  # of wheels, without the version of Python
    uv: str  # uv's name for it
    extras: tuple[str, ...] = ("desk",)

    @property
    def markers(self) -> dict[str, str]:
        """What markers of requirements may ask for, but for the version of Python."""
        windows = self.system == "Windows"
        return {
            "sys_platform": "win32" if windows else "linux",
            "platform_system": self.system,
            "os_name": "nt" if windows else "posix",
            "platform_machine": self.machines[0],
            "implementation_name": "cpython",
            "platform_python_implementation": "CPython",
        }


def _linux(machine: str, title: str) -> Platform:
    versions = [f"manylinux_2_{minor}" for minor in range(GLIBC[1], 4, -1)]
    older = ("manylinux2014", "manylinux2010", "manylinux1")
    tags = tuple(f"{version}_{machine}" for version in (*versions, *older))
    uv = f"{machine}-manylinux_{GLIBC[0]}_{GLIBC[1]}"
    return Platform(f"linux_{machine}", title, "Linux", (machine,), tags, uv)


PLATFORMS = {
    platform.name: platform
    for platform in (
        Platform(
            "win_amd64",
            "64 位 Windows 10、11",
            "Windows",
            ("AMD64",),
            ("win_amd64",),
            "windows",
            ("desk", "excel"),  # the custom functions are for Excel, which is nowhere else
        ),
        _linux("x86_64", "64 位 Linux（兆芯、海光等 x86_64 处理器；麒麟、统信）"),
        _linux("aarch64", "64 位 Linux（飞腾、鲲鹏等 aarch64 处理器；麒麟、统信）"),
    )
}
