"""What others have written down for us at a known time: OpenTimestamps, Bitcoin, Ethereum."""
