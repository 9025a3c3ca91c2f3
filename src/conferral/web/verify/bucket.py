"""Token buckets: so many at once, and then so many in a while. In memory, of one process."""

from dataclasses import dataclass, field
from itertools import islice

_MOST = 20_000  # Buckets; whoever has more addresses than that is held by the budget of all.


@dataclass
class Buckets:
    """One bucket for each key, full at first. `now`: seconds of a clock that never goes back."""

    size: float
    per_second: float
    _left: dict[bytes, tuple[float, float]] = field(default_factory=dict)  # Tokens, and when.

    def __len__(self) -> int:
        return len(self._left)

    def is_empty(self, key: bytes, now: float) -> bool:
        return self._level(key, now) < 1

    def take(self, key: bytes, now: float) -> bool:
        """One token, if there is one."""
        level = self._level(key, now)
        if level < 1:
            return False
        self._left.pop(key, None)  # So that the oldest stand first.
        self._left[key] = (level - 1, now)
        if len(self._left) > _MOST:
            self._forget(now)
        return True

    def clear(self) -> None:
        self._left.clear()

    def _level(self, key: bytes, now: float) -> float:
        left, since = self._left.get(key, (self.size, now))
        return min(self.size, left + (now - since) * self.per_second)

    def _forget(self, now: float) -> None:
        """Those that are full again; where that is not enough, the older half."""
        full = [key for key in self._left if self._level(key, now) >= self.size]
        for key in full or list(islice(self._left, _MOST // 2)):
            del self._left[key]
