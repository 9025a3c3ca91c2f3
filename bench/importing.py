"""What a worker holds in memory while it reads a file: as much for a large one as for a small."""

from collections.abc import Iterator

from bench import house, measure, pipeline
from bench.measure import Figure
from conferral.learning.progress.jobs import READ_IMPORTS


def figures(lines: int) -> Iterator[Figure]:
    measure.pin()
    batch = pipeline.upload(house.found(), pipeline.a_file(lines))
    before = measure.memory()
    measure.forget_peak()
    READ_IMPORTS.run()
    batch.refresh_from_db()
    if batch.read_at is None or batch.next_line != lines + 2:
        raise RuntimeError(f"The file was read to line {batch.next_line}: {batch.problem}")
    grown = measure.peak_memory() - before
    yield Figure(f"{lines:,} lines", grown, "MB", f"on top of {before:.0f} MB")
