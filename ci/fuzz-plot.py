# SPDX-License-Identifier: Apache-2.0
"""fuzz-plot.py: how far fuzzing came over time, as a picture.

    fuzz-plot.py TITLE HISTORY >FILE.svg

For ci/fuzz. A line of HISTORY: engine, seconds, runs a second, edges, inputs kept, findings,
with tabs between. Engines count edges each in its own way: what is drawn is the share of the
most that an engine has reached.
"""

import sys
from typing import Dict, List, Tuple
from xml.sax.saxutils import escape

Point = Tuple[float, float]

WIDTH, HEIGHT = 720, 360
LEFT, RIGHT, TOP, BOTTOM = 60, 150, 40, 40
COLOURS = {"libfuzzer": "#1b6ca8", "aflpp": "#c0392b"}


def read(path: str) -> Dict[str, List[Point]]:
    """For each engine its edges over seconds, which only grow."""
    series: Dict[str, List[Point]] = {}
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            field = line.rstrip("\n").split("\t")
            try:
                engine, seconds, edges = field[0], float(field[1]), float(field[3])
            except (IndexError, ValueError):
                # The last line of a campaign that was killed may be half.
                print(f"fuzz-plot.py: {path}:{number}: not a row", file=sys.stderr)
                continue
            points = series.setdefault(engine, [])
            points.append((seconds, max(edges, points[-1][1] if points else 0)))
    return series


def duration(seconds: float) -> str:
    """In the largest unit of which there are two."""
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"


class Picture:
    """Elements of an SVG, with a frame whose corners are 0, 0 and the end, 100 %."""

    def __init__(self, end: float) -> None:
        self.end = end or 1.0
        self.parts: List[str] = []

    def x(self, seconds: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * seconds / self.end

    def y(self, share: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share

    def text(self, x: float, y: float, words: str, more: str = "") -> None:
        self.parts.append(f'<text x="{x:.0f}" y="{y:.0f}" {more}>{escape(words)}</text>')

    def line(self, points: List[Point], colour: str, width: float) -> None:
        places = " ".join(f"{self.x(s):.1f},{self.y(share):.1f}" for s, share in points)
        self.parts.append(f'<polyline points="{places}" fill="none" stroke="{colour}" '
                          f'stroke-width="{width}"/>')

    def frame(self) -> None:
        for share in (0.0, 0.25, 0.5, 0.75, 1.0):
            self.line([(0, share), (self.end, share)], "#ddd", 1)
            self.text(LEFT - 8, self.y(share) + 4, f"{share:.0%}", 'text-anchor="end"')
        for part in (0.0, 0.5, 1.0):
            self.text(self.x(part * self.end), HEIGHT - BOTTOM + 20,
                      duration(part * self.end), 'text-anchor="middle"')

    def svg(self) -> str:
        return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
                f'font-family="sans-serif" font-size="12">\n'
                f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>\n'
                + "\n".join(self.parts) + "\n</svg>\n")


def draw(title: str, series: Dict[str, List[Point]]) -> str:
    """The picture; a line steps: what was reached stays reached."""
    end = max((points[-1][0] for points in series.values()), default=0.0)
    picture = Picture(end)
    picture.frame()
    picture.text(LEFT, TOP - 16, f"{title}: edges reached over time", 'font-size="15"')
    for row, (engine, points) in enumerate(sorted(series.items())):
        most = points[-1][1] or 1.0
        steps: List[Point] = []
        for seconds, edges in points:
            if steps:
                steps.append((seconds, steps[-1][1]))
            steps.append((seconds, edges / most))
        colour = COLOURS.get(engine, "#555")
        picture.line(steps + [(end, 1.0)], colour, 2)
        picture.text(WIDTH - RIGHT + 12, TOP + 16 + 34 * row, engine, f'fill="{colour}"')
        picture.text(WIDTH - RIGHT + 12, TOP + 30 + 34 * row, f"100 % = {most:.0f}")
    return picture.svg()


def main(arguments: List[str]) -> int:
    if len(arguments) != 3:
        print("usage: fuzz-plot.py TITLE HISTORY", file=sys.stderr)
        return 2
    sys.stdout.write(draw(arguments[1], read(arguments[2])))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
