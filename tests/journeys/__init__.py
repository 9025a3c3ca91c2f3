"""The product in a real browser: real processes, a real Chromium, nothing mocked."""
