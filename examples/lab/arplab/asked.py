"""A pair that can be asked: what its agents say of themselves on their control sockets."""

from arplab import control
from arplab import network as net
from arplab.shell import LabError

STATUS_SECONDS = 5
SWITCHOVER_SECONDS = 20


class AskedPair:
    """Whoever runs the agents says where their sockets are (`socket`), and how long promises last, or None."""

    promise_seconds = None

    def socket(self, server):
        raise NotImplementedError

    def ready(self, holder):
        """Whether both agents agree on the holder, and it could be lost: the other one is fit, and has promised."""
        mode = "PAIRED" if self.promise_seconds else "SOLO"
        answers = {server: self.status(server) for server in (holder, net.other(holder))}
        agreed = all(
            answer and answer.get("holder") == holder.name and answer.get("mode") == mode
            for answer in answers.values())
        return agreed and (answers[holder].get("peer") or {}).get("fit", False)

    def request_switch_over(self, holder):
        """Moves the address without the start of a command, which takes longer: why not, or "" when it is done."""
        request = {"request": "switchover", "to": net.other(holder).name}
        answer = control.ask(self.socket(holder), SWITCHOVER_SECONDS, **request)
        return "" if answer["done"] else answer["because"]

    def history(self):
        """The moves so far, oldest first."""
        moves = control.ask(self.socket(net.A), STATUS_SECONDS, request="history")["moves"]
        return sorted(moves, key=lambda move: move["epoch"])

    def phases_of_last_move(self, to):
        """Microseconds after the suspicion for each phase, by the new holder's own account; empty when unknown."""
        moves = [move for move in self.history() if move["to"] == to.name]
        return moves[-1]["phaseMicros"] if moves else {}

    def status(self, server):
        """What an agent says of itself; None while it does not answer."""
        try:
            return control.ask(self.socket(server), STATUS_SECONDS, request="status")["status"]
        except LabError:
            return None
