"""What `make bench` runs: figures of this software beside their peers and their limits."""
