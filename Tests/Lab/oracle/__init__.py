"""The same conversations with bootd and with ISC dhcpd, each in a network of its own, with the same configuration."""
