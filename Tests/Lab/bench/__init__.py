"""Measuring bootd beside its peers: who is measured (`peers`), by what load (`load`), and what is counted (`counters`)."""
