"""What the scenarios found: one row each, and the table at the end."""

from dataclasses import dataclass

COLUMNS = "{:<24} {:<52} {:>7}  {}"


@dataclass(frozen=True)
class Row:
    """`missed`: what a scenario demands and did not get, each in a few words; empty when all is well."""

    scenario: str
    what: str
    seconds: float
    missed: tuple = ()
    figures: str = ""


class Findings:
    """`tell`: is told each row at once."""

    def __init__(self, tell):
        self.rows, self._tell = [], tell

    def add(self, row):
        self.rows.append(row)
        self._tell(sentence(row))

    def failed(self):
        return [row for row in self.rows if row.missed]


def sentence(row):
    verdict = "MISSED: " + "; ".join(row.missed) if row.missed else "ok"
    figures = f" ({row.figures})" if row.figures else ""
    return f"{row.scenario}: {row.what}: {verdict}{figures}"


def table(rows):
    lines = [COLUMNS.format("scenario", "what", "took, s", "result")]
    previous = None
    for row in rows:
        result = row.figures + ("  " if row.figures and row.missed else "")
        result += "MISSED: " + "; ".join(row.missed) if row.missed else ("" if row.figures else "ok")
        name = "" if row.scenario == previous else row.scenario
        lines.append(COLUMNS.format(name, row.what, f"{row.seconds:.0f}", result).rstrip())
        previous = row.scenario
    return "\n".join(lines)
