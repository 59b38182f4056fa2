"""What Newsledger reaches, measured: `make bench` prints it and writes `RESULTS.md`."""
