"""When so many certificates in one day are more than an organization is used to."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Usual:
    """`largest`: certificates on the largest day before. `floor`: 0 where no number is unusual."""

    largest: int
    floor: int
    times: int

    @property
    def most(self) -> int | None:
        """So many may go in one day without a second look; None: any number."""
        return max(self.floor, self.times * self.largest) if self.floor else None

    def is_exceeded_by(self, today: int) -> bool:
        return self.most is not None and today > self.most
