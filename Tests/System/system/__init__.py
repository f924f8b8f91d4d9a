"""A whole Linux system with bootd in it: a real systemd, booted over an overlay of this machine's file system.

`container` boots it, `server` puts bootd into it and looks at it.
"""
