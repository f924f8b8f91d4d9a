"""Machines that come without end and ask again until they have their address, as machines do."""

from lab.load import Load
from lab.namespace import Namespace


class Fleet(Load):
    """Eight machines at a time get an address each, while `with` lasts; then the next eight come.

    What is not answered within a second is asked again; after a NAK a machine begins anew.
    """

    SIZE = 8
    PATIENCE = 1
    ROUNDS = 30

    def __init__(self, namespace: Namespace, address: str) -> None:
        super().__init__(namespace, address)
        # Those that have given up.
        self.unserved: list[str] = []

    def _serve(self, machines: list[str]) -> None:
        for _ in range(self.ROUNDS):
            served = self._ask(machines)
            machines = [machine for machine in machines if machine not in served]
            if not machines:
                return
        self.unserved += machines
